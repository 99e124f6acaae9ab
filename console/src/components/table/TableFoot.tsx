import { Button } from "@mantine/core";
import { IconChevronRight, IconChevronsLeft } from "@tabler/icons-react";
import { useTexts } from "~/texts";
import classes from "./Table.module.css";
import { texts } from "./texts";

/**
 * Pages of a list by cursor: on to older rows, or back to the newest; Back of the browser is the page before. The cursor
 * stands in the address.
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
}: {
  rows: number;
  cursor: string | undefined;
  next: string | null | undefined;
  onCursor: (cursor: string | undefined) => void;
}) {
  const t = useTexts(texts);
  return (
    <div className={classes.foot}>
      <span>{t.rows(rows)}</span>
      <Button.Group>
        <Button
          variant="default"
          disabled={!cursor}
          leftSection={<IconChevronsLeft size={14} />}
          onClick={() => onCursor(undefined)}
        >
          {t.newest}
        </Button>
        <Button
          variant="default"
          disabled={!next}
          rightSection={<IconChevronRight size={14} />}
          onClick={() => onCursor(next ?? undefined)}
        >
          {t.older}
        </Button>
      </Button.Group>
    </div>
  );
}
