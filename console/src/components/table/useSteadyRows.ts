import { useCallback, useState } from "react";

/** What a list that is read again and again shows: nothing moves under the pointer. */
export type Steady<Row> = {
  rows: Row[];
  /** Rows that came since, and wait to be shown. */
  fresh: number;
  /** Keys of rows that are no longer in what was read: they left the filter. */
  gone: ReadonlySet<string>;
  showFresh: () => void;
};

/**
 * Keeps the rows and their order while `read` is read again: cells get their new values, rows that left stay as `gone`,
 * and new rows wait until `showFresh`. A new `page` (other filters, other cursor) starts anew.
 */
export function useSteadyRows<Row>(
  page: string,
  read: readonly Row[] | undefined,
  rowKey: (row: Row) => string,
): Steady<Row> {
  const [shown, setShown] = useState<{ page: string; rows: Row[] }>();
  let rows = shown?.page === page ? shown.rows : undefined;
  if (read && (!rows || rows.length === 0)) {
    // The first answer for this page is what is shown.
    rows = [...read];
    if (rows.length > 0 || shown?.page !== page) setShown({ page, rows });
  }
  const latest = new Map((read ?? []).map((row) => [rowKey(row), row]));
  const keys = new Set((rows ?? []).map(rowKey));
  const showFresh = useCallback(() => {
    if (read) setShown({ page, rows: [...read] });
  }, [page, read]);
  return {
    rows: (rows ?? []).map((row) => latest.get(rowKey(row)) ?? row),
    fresh: (read ?? []).filter((row) => !keys.has(rowKey(row))).length,
    gone: new Set(read ? [...keys].filter((key) => !latest.has(key)) : []),
    showFresh,
  };
}
