import { useQuery } from "@tanstack/react-query";
import { read, type RunStatus } from "~/api";

const LOOK_MS = 5_000;
/** Statuses a person may have to do something about, or waits for. */
const OPEN = "incident,running,waiting,created,suspended";

/** How many: exactly, or at least so many. */
export type Count = { count: number; atLeast: boolean };

/** How many runs are under way, wait or need attention. One reading for everybody who shows a number of it. */
export function useOpenCounts() {
  return useQuery({
    ...read("/api/v1/runs/counts", { params: { query: { status: OPEN } } }),
    refetchInterval: LOOK_MS,
    select: ({ counts }) =>
      new Map<RunStatus, Count>(
        counts.map(({ status, count, at_least }) => [status, { count, atLeast: at_least }]),
      ),
  });
}
