import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { read, type RunSummary, serverClock } from "~/api";
import { useSteadyRows } from "~/components/table/useSteadyRows";
import { NONE, type RunsSearch } from "./route";

const PAGE = 50;
const LOOK_MS = 2000;
/** Rows that left the filter and are read one by one, so that they still tell the truth. */
const MOST_GONE = 20;
const SPAN_MS = { "1h": 3_600_000, "24h": 86_400_000, "7d": 604_800_000, "30d": 2_592_000_000 } as const;

/** The page of runs the address asks for, kept current without moving a row. */
export function useRunsList(search: RunsSearch) {
  const { status, process, key, since, until, step, code, cursor } = search;
  // The span begins at a whole minute: the same query for everybody who looks, and for every look of this page.
  const from = useMemo(() => {
    const span = since && SPAN_MS[since as keyof typeof SPAN_MS];
    if (!span) return since;
    return new Date(Math.floor((serverClock.now() - span) / 60_000) * 60_000).toISOString();
  }, [since]);
  const query = {
    status: status?.join(","),
    process,
    business_key: key,
    error_step: step === NONE ? "" : step,
    error_code: code === NONE ? "" : code,
    since: from,
    until,
    cursor,
    limit: PAGE,
  };
  const page = useQuery({ ...read("/api/v1/runs", { params: { query } }), refetchInterval: LOOK_MS });
  const steady = useSteadyRows<RunSummary>(JSON.stringify(query), page.data?.items, rowKey);
  const gone = [...steady.gone].slice(0, MOST_GONE);
  const again = useQueries({
    queries: gone.map((id) => ({
      ...read("/api/v1/runs/{id}", { params: { path: { id } } }),
      refetchInterval: LOOK_MS * 2,
    })),
  });
  const now = new Map(again.flatMap(({ data }) => (data ? [[data.id, data as RunSummary]] : [])));
  return {
    page,
    rows: steady.rows.map((row) => now.get(row.id) ?? row),
    gone: steady.gone,
    // On an older page new rows would be rows of the page before.
    fresh: cursor ? 0 : steady.fresh,
    showFresh: steady.showFresh,
  };
}

export function rowKey(run: RunSummary): string {
  return run.id;
}
