import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { read, type RunFilter, type RunPage, type RunStatus, type RunSummary } from "~/api";
import { get } from "~/api/client";
import { useSteadyRows } from "~/components/table/useSteadyRows";

const PAGE = 50;
const LOOK_MS = 2000;
/** Rows that left the filter and are read one by one, so that they still tell the truth. */
const MOST_GONE = 20;
/** Pages that ended without a row, because enough runs were looked at, and are gone past without asking. */
const MOST_EMPTY = 4;

/** The page of runs the address asks for, kept current without moving a row. */
export function useRunsList(filter: RunFilter, cursor: string | undefined) {
  const query = useMemo(() => ({ ...filter, cursor, limit: PAGE }), [filter, cursor]);
  const page = useQuery({
    ...read("/api/v1/runs", { params: { query } }),
    queryFn: async ({ signal }) => {
      let page = await get("/api/v1/runs", { params: { query }, signal });
      for (let past = 0; past < MOST_EMPTY && page.items.length === 0 && page.next_cursor; past++) {
        const further = { ...query, cursor: page.next_cursor };
        page = await get("/api/v1/runs", { params: { query: further }, signal });
      }
      return page;
    },
    // A search that went past many runs to find nothing is not made again by itself.
    refetchInterval: ({ state }) => (isSlow(state.data) ? false : LOOK_MS),
  });
  const steady = useSteadyRows<RunSummary>(JSON.stringify(query), page.data?.items, rowKey);
  const gone = [...steady.gone].slice(0, MOST_GONE);
  const again = useQueries({
    queries: gone.map((id) => ({
      ...read("/api/v1/runs/{id}", { params: { path: { id } } }),
      refetchInterval: LOOK_MS * 2,
    })),
  });
  const now = new Map(again.flatMap(({ data }) => (data ? [[data.id, data as RunSummary]] : [])));
  const rows = steady.rows.map((row) => now.get(row.id) ?? row);
  useCountsFollow(rows);
  return {
    page,
    rows,
    gone: steady.gone,
    // On an older page new rows would be rows of the page before.
    fresh: cursor ? 0 : steady.fresh,
    showFresh: steady.showFresh,
  };
}

/** How many of each status is read again as soon as a run of the list stands otherwise: both tell of one moment. */
function useCountsFollow(rows: readonly RunSummary[]) {
  const client = useQueryClient();
  const seen = useRef(new Map<string, RunStatus>());
  useEffect(() => {
    const before = seen.current;
    seen.current = new Map(rows.map(({ id, status }) => [id, status]));
    const moved = rows.some(({ id, status }) => (before.get(id) ?? status) !== status);
    if (moved) void client.invalidateQueries({ queryKey: ["/api/v1/runs/counts"] });
  }, [rows, client]);
}

function isSlow(page: RunPage | undefined): boolean {
  return page?.items.length === 0 && Boolean(page.looked_until);
}

export function rowKey(run: RunSummary): string {
  return run.id;
}
