import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type Answer, read, type Run } from "~/api";
import { hasEnded } from "~/components/status/statuses";
import { usePast } from "./past/moment";

const LOOK_MS = 3000;

export type StepsReport = Answer<"/api/v1/runs/{id}/steps", "get">;
export type StepReport = StepsReport["items"][number];
export type StepSpan = StepReport["spans"][number];

/** What each step did, in numbers; of ten thousand items as quickly as of ten. */
export function useSteps(run: Run, { parts, enabled = true }: { parts?: number; enabled?: boolean } = {}) {
  const past = usePast();
  const query = { ...(past ? { until: past.seq } : {}), ...(parts ? { parts } : {}) };
  const still = past !== undefined || hasEnded(run.status);
  return useQuery({
    ...read("/api/v1/runs/{id}/steps", { params: { path: { id: run.id }, query } }),
    enabled,
    placeholderData: keepPreviousData,
    refetchInterval: still ? false : LOOK_MS,
    ...(past ? { staleTime: Number.POSITIVE_INFINITY } : {}),
  });
}
