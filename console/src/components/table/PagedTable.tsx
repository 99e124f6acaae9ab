import { DataTable, type TableProps } from "./DataTable";
import { TableFoot } from "./TableFoot";

type Page<Row> = { items: Row[]; next_cursor?: string | null };

/**
 * A page of a list as a table, with the way to the other pages under it. The cursor stands in the address.
 *
 * ```tsx
 * <PagedTable page={page} cursor={cursor} onCursor={(next) => navigate({ search: (now) => ({ ...now, cursor: next }) })}
 *   label={t.users} rowKey={({ id }) => id} rowName={({ name }) => name} columns={columns} />
 * ```
 */
export function PagedTable<Row>({
  page,
  cursor,
  onCursor,
  byName,
  ...table
}: Omit<TableProps<Row>, "rows"> & {
  page: Page<Row>;
  cursor: string | undefined;
  onCursor: (cursor: string | undefined) => void;
  /** The list is in the order of names, not of time. */
  byName?: boolean;
}) {
  return (
    <>
      <DataTable {...table} rows={page.items} />
      <TableFoot
        rows={page.items.length}
        cursor={cursor}
        next={page.next_cursor}
        onCursor={onCursor}
        byName={byName}
      />
    </>
  );
}
