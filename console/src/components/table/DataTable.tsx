import { Checkbox } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { Link, type LinkProps } from "@tanstack/react-router";
import { Fragment, type ReactNode, useRef, useState } from "react";
import { useTexts } from "~/texts";
import { useShortcuts } from "~/shell/shortcuts";
import classes from "./Table.module.css";
import { texts } from "./texts";

/** A column without a width is at least so wide: a narrow window scrolls the table instead of crushing it. */
const LEAST_WIDTH = 120;

/** A column. One of a table has `link`: its cell names the row and is the link of the whole row. */
export type Column<Row> = {
  key: string;
  title: string;
  /** Any CSS width; columns without one share what is left. */
  width?: number | string;
  align?: "right";
  /** Its heading can be pressed for an order; the server makes it, the address says which. */
  sort?: { now: "ascending" | "descending" | undefined; onPress: () => void };
  /** What the cell shows. Buttons and links in it go in `<Above>`, or the row's link swallows their clicks. */
  cell: (row: Row) => ReactNode;
};

export type Selection = { chosen: ReadonlySet<string>; onChange: (chosen: ReadonlySet<string>) => void };

export type TableProps<Row> = {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** Names a row for those who hear it. */
  rowName: (row: Row) => string;
  /** Where the row leads, and in which column the link stands. */
  link?: { column: string; to: (row: Row) => LinkProps };
  /** A second line under a row that needs words: an error, a reason. */
  second?: (row: Row) => ReactNode;
  selection?: Selection;
  /** Rows that are shown as they were last known, e.g. because they left the filter. */
  stale?: (row: Row) => boolean;
  /** 32 for lists, 40 for sections. */
  rowHeight?: 32 | 40;
};

/**
 * A list as a table: rows are real links (middle click, copy address), heights are fixed, and `j` `k` move, `x`
 * selects (Shift and a click: all rows between), Enter opens. What it does not do: sort or page; the server does, and the address says which (see
 * `pages/runs` for a whole list).
 *
 * ```tsx
 * <DataTable
 *   label={t.title}
 *   rows={runs.items}
 *   rowKey={(run) => run.id}
 *   rowName={(run) => run.process}
 *   columns={[
 *     { key: "status", title: t.status, width: 160, cell: (run) => <Status of={run.status} /> },
 *     { key: "process", title: t.process, cell: (run) => run.process },
 *   ]}
 *   link={{ column: "process", to: (run) => ({ to: "/runs/$id", params: { id: run.id } }) }}
 * />
 * ```
 */
export function DataTable<Row>(props: TableProps<Row>) {
  const { rows, columns, rowKey, selection, rowHeight = 32 } = props;
  const t = useTexts(texts);
  const [current, setCurrent] = useState<string>();
  const table = useRef<HTMLTableElement>(null);

  // Where a range begins: the row that was toggled last.
  const from = useRef<string>(undefined);
  const toggle = (key: string, range = false) => {
    if (!selection) return;
    const chosen = new Set(selection.chosen);
    const here = rows.map(rowKey);
    const [begin, end] = [here.indexOf(from.current ?? ""), here.indexOf(key)].sort((a, b) => a - b);
    if (range && begin !== undefined && begin >= 0) {
      // All of a range become what its last row becomes.
      const on = !chosen.has(key);
      for (const one of here.slice(begin, (end ?? begin) + 1)) {
        if (on) chosen.add(one);
        else chosen.delete(one);
      }
    } else if (!chosen.delete(key)) chosen.add(key);
    from.current = key;
    selection.onChange(chosen);
  };
  const move = (by: number) => {
    if (rows.length === 0) return;
    const at = rows.findIndex((row) => rowKey(row) === current);
    const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
    const row = rows[next];
    if (!row) return;
    setCurrent(rowKey(row));
    const element = table.current?.querySelector(`[data-row="${CSS.escape(rowKey(row))}"]`);
    element?.scrollIntoView({ block: "nearest" });
    element?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  };
  useShortcuts({
    KeyJ: () => move(1),
    KeyK: () => move(-1),
    ...(selection && current !== undefined ? { KeyX: () => toggle(current) } : {}),
  });

  const keys = rows.map(rowKey);
  const { ref: wrap, width } = useElementSize();
  const least = columns.reduce(
    (sum, { width }) => sum + (typeof width === "number" ? width : LEAST_WIDTH),
    selection ? 36 : 0,
  );
  const chosenHere = keys.filter((key) => selection?.chosen.has(key)).length;
  return (
    // The keyboard can scroll it where it is wider than its place.
    <div
      className={classes.wrap}
      ref={wrap}
      {...(width > 0 && width < least ? { tabIndex: 0, role: "region", "aria-label": props.label } : {})}
    >
      <table className={classes.table} style={{ minWidth: least }} aria-label={props.label} ref={table}>
        <thead>
          <tr>
            {selection && (
              <th style={{ width: 36 }}>
                <Checkbox
                  size="xs"
                  aria-label={t.selectAll}
                  checked={chosenHere > 0 && chosenHere === keys.length}
                  indeterminate={chosenHere > 0 && chosenHere < keys.length}
                  onChange={(event) => {
                    const others = [...selection.chosen].filter((key) => !keys.includes(key));
                    selection.onChange(new Set(event.currentTarget.checked ? [...others, ...keys] : others));
                  }}
                />
              </th>
            )}
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                style={{ width: column.width }}
                className={column.align === "right" ? classes.right : undefined}
                aria-sort={column.sort?.now}
              >
                {column.sort ? <Heading title={column.title} sort={column.sort} /> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody style={{ "--row": `${rowHeight}px` } as React.CSSProperties}>
          {rows.map((row) => {
            const key = rowKey(row);
            const second = props.second?.(row);
            return (
              <Fragment key={key}>
                <tr
                  className={`${classes.row} ${second ? classes.hasSecond : ""}`}
                  data-row={key}
                  data-current={current === key || undefined}
                  data-chosen={selection?.chosen.has(key) || undefined}
                  data-stale={props.stale?.(row) || undefined}
                  onFocus={() => setCurrent(key)}
                >
                  {selection && (
                    <td>
                      <Checkbox
                        className={classes.above}
                        size="xs"
                        aria-label={t.select(props.rowName(row))}
                        checked={selection.chosen.has(key)}
                        onChange={(event) => toggle(key, wasWithShift(event.nativeEvent))}
                      />
                    </td>
                  )}
                  {columns.map((column) => (
                    <td key={column.key} className={column.align === "right" ? classes.right : undefined}>
                      {props.link?.column === column.key ? (
                        <Link {...props.link.to(row)} className={classes.link}>
                          {column.cell(row)}
                        </Link>
                      ) : (
                        column.cell(row)
                      )}
                    </td>
                  ))}
                </tr>
                {second && (
                  <tr className={classes.second} data-chosen={selection?.chosen.has(key) || undefined}>
                    {selection && <td />}
                    <td colSpan={columns.length}>{second}</td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** A change of a checkbox is told by a click. */
function wasWithShift(event: Event): boolean {
  return event instanceof MouseEvent && event.shiftKey;
}

function Heading({ title, sort }: { title: string; sort: { now: string | undefined; onPress: () => void } }) {
  const Arrow = sort.now === "descending" ? IconArrowDown : IconArrowUp;
  return (
    <button type="button" className={classes.sort} onClick={sort.onPress}>
      {title}
      {sort.now && <Arrow size={12} aria-hidden />}
    </button>
  );
}

/** What can be pressed inside a row whose whole is a link. */
export function Above({ children }: { children: ReactNode }) {
  return <span className={classes.above}>{children}</span>;
}
