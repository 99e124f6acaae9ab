import { useQuery } from "@tanstack/react-query";
import { read, type RunProgress, type RunSummary } from "~/api";
import { hasEnded } from "~/components/status/statuses";

const LOOK_MS = 3000;
/** Most runs of one question. */
const MOST = 100;

/**
 * How far the runs on the screen are. Those under way are asked for every few seconds; those that stand only when their
 * row changed, because until then nothing of it can have.
 */
export function useProgress(rows: readonly RunSummary[]): ReadonlyMap<string, RunProgress> {
  const active = rows.filter((run) => !hasEnded(run.status)).slice(0, MOST);
  const moving = active.filter(({ status }) => status === "running" || status === "created");
  const still = active.filter(({ status }) => status !== "running" && status !== "created");
  const stamp = still.map((run) => `${run.id}@${run.updated_at}`);
  const live = useQuery({
    ...read("/api/v1/runs/progress", { params: { query: { ids: ids(moving) } } }),
    enabled: moving.length > 0,
    refetchInterval: LOOK_MS,
    placeholderData: (before) => before,
  });
  const standing = useQuery({
    ...read("/api/v1/runs/progress", { params: { query: { ids: ids(still) } } }),
    queryKey: ["/api/v1/runs/progress", { stamp }],
    enabled: still.length > 0,
    staleTime: Infinity,
    placeholderData: (before) => before,
  });
  // What was answered before stays until the next answer; a run that has ended since is under way no more.
  const known = [...(standing.data?.items ?? []), ...(live.data?.items ?? [])];
  const going = new Set(active.map(({ id }) => id));
  return new Map(known.filter(({ id }) => going.has(id)).map((run) => [run.id, run]));
}

function ids(runs: readonly RunSummary[]): string {
  return runs.map(({ id }) => id).join(",");
}
