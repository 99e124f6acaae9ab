import { Button } from "@mantine/core";
import { IconChevronRight, IconChevronsLeft } from "@tabler/icons-react";
import { useTexts } from "~/texts";
import classes from "./Table.module.css";
import { texts } from "./texts";

/**
 * Pages of a list by cursor: on to older rows, or back to the newest (`byName`: the next and the first); Back of the
 * browser is the page before. The cursor stands in the address. A list of one page has no way to others.
 *
 * ```tsx
 * <TableFoot rows={page.items.length} cursor={search.cursor} next={page.next_cursor}
 *   onCursor={(cursor) => navigate({ search: (now) => ({ ...now, cursor }) })} />
 * ```
 */
export function TableFoot({
  rows,
  cursor,
  next,
  onCursor,
  byName,
}: {
  rows: number;
  cursor: string | undefined;
  next: string | null | undefined;
  onCursor: (cursor: string | undefined) => void;
  byName?: boolean | undefined;
}) {
  const t = useTexts(texts);
  return (
    <div className={classes.foot}>
      <span>{t.rows(rows)}</span>
      {(cursor || next) && (
        <Button.Group>
          <Button
            variant="default"
            disabled={!cursor}
            leftSection={<IconChevronsLeft size={14} />}
            onClick={() => onCursor(undefined)}
          >
            {byName ? t.first : t.newest}
          </Button>
          <Button
            variant="default"
            disabled={!next}
            rightSection={<IconChevronRight size={14} />}
            onClick={() => onCursor(next ?? undefined)}
          >
            {byName ? t.next : t.older}
          </Button>
        </Button.Group>
      )}
    </div>
  );
}
