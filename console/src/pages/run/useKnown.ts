import { useQuery } from "@tanstack/react-query";
import { type Activity, read, type Run } from "~/api";
import type { Known } from "~/runs/sentence";
import { incidentsOf } from "./incidents/useIncidentActs";

/** Attempts that are looked at; more of one call are said as so many. */
const MOST_TRIES = 500;

/** What the sentence of a run says beyond the run itself: how often it was tried, who paused or cancelled it. */
export function useKnown(run: Run, until: number | undefined): Known {
  const path = { id: run.id };
  const upTo = until === undefined ? {} : { until };
  const incidents = run.status === "incident" ? incidentsOf(run) : [];
  const single = incidents.length === 1 ? incidents[0] : undefined;
  const failed = useQuery({
    ...read("/api/v1/runs/{id}/activities", {
      params: {
        path,
        query: {
          step: single?.step ?? "",
          failed: true,
          limit: MOST_TRIES,
          ...(typeof single?.item === "number" ? { item: single.item } : {}),
          ...upTo,
        },
      },
    }),
    enabled: single !== undefined,
  });
  const acted = run.status === "suspended" || run.status === "cancelled";
  const act = useQuery({
    ...read("/api/v1/runs/{id}/journal", {
      params: { path, query: { kind: run.status, order: "desc", limit: 1, brief: true, ...upTo } },
    }),
    enabled: acted,
  });
  const tries =
    single && failed.data ? triesOf(failed.data.items, single.token, single.error.code) : undefined;
  const fact = acted ? act.data?.items[0] : undefined;
  const { by, reason } = (fact?.payload ?? {}) as { by?: string; reason?: string };
  return {
    tries,
    act: fact && by ? { by, at: fact.at, reason: reason || undefined } : undefined,
  };
}

/** The attempts that failed one after the other for the reason that stopped it. */
export function triesOf(activities: readonly Activity[], token: number, code: string): Known["tries"] {
  const mine = activities.filter((each) => each.token === token);
  const other = mine.findLastIndex(({ end }) => end?.error?.code !== code);
  const alike = mine.slice(other + 1);
  const first = alike[0];
  return first && { count: alike.length, since: first.began_at };
}
