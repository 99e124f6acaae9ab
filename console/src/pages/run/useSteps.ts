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
  const still = past !== undefined;
  return useQuery({
    ...read("/api/v1/runs/{id}/steps", { params: { path: { id: run.id }, query } }),
    enabled,
    placeholderData: keepPreviousData,
    // What goes on takes longer without any fact; of what has ended the last fact must be in it.
    refetchInterval: ({ state: { data } }) =>
      still || (hasEnded(run.status) && data && data.seq >= run.facts) ? false : LOOK_MS,
    ...(past ? { staleTime: Number.POSITIVE_INFINITY } : {}),
  });
}
