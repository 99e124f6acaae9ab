import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect } from "react";
import { type Answer, read, type Run } from "~/api";
import { hasEnded } from "~/components/status/statuses";

export type RunMoment = Answer<"/api/v1/runs/{id}/state", "get">;

/** The moment of the past that a page shows: a fact, and when it happened. */
export type Past = { seq: number; at: string };

export const PastContext = createContext<Past | undefined>(undefined);

/** The moment of the past that is shown; nothing while the page shows what is. */
export const usePast = (): Past | undefined => use(PastContext);

/** A run as it stood at a moment. What is not known of it then is what never changes. */
export function runAt(run: Run, moment: RunMoment): Run {
  const ended = hasEnded(moment.status);
  return {
    ...run,
    status: moment.status,
    facts: moment.seq,
    tokens: moment.tokens,
    progress: moment.progress,
    incidents: moment.incidents,
    error: moment.error ?? null,
    last_error: moment.error?.message ?? null,
    updated_at: moment.at,
    ended_at: ended ? (run.ended_at ?? null) : null,
    result: ended ? run.result : null,
  };
}

/** The fact of the address, where it is one of the past. */
export function pastOf(at: number | undefined, facts: number): number | undefined {
  return at !== undefined && at >= 1 && at < facts ? at : undefined;
}

const momentOf = (id: string, at: number) => ({
  ...read("/api/v1/runs/{id}/state", { params: { path: { id }, query: { at, brief: true } } }),
  // What was, stays.
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 60_000,
});

/**
 * The run as the page shows it: as it is, or as it stood after the fact `at`. The moment before stays until the next is
 * there; those beside it are fetched ahead, and what is asked for no more is aborted.
 */
export function useMoment(run: Run, at: number | undefined) {
  const client = useQueryClient();
  const seq = pastOf(at, run.facts);
  const moment = useQuery({
    ...momentOf(run.id, seq ?? 1),
    enabled: seq !== undefined,
    placeholderData: keepPreviousData,
  });
  const { id, facts } = run;
  const settled = seq !== undefined && moment.data?.seq === seq;
  useEffect(() => {
    if (!settled) return;
    const beside = [seq + 1, seq - 1].filter((each) => pastOf(each, facts) !== undefined);
    for (const each of beside) void client.prefetchQuery(momentOf(id, each));
  }, [client, settled, seq, id, facts]);
  if (seq === undefined || !moment.data) return { shown: run, past: undefined, moment, seq };
  const past: Past = { seq: moment.data.seq, at: moment.data.at };
  return { shown: runAt(run, moment.data), past, moment, seq };
}
