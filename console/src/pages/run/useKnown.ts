import { useQuery } from "@tanstack/react-query";
import { type Activity, read, type Run } from "~/api";
import { incidentsOf } from "~/runs/incidents";
import { type Known, trying } from "~/runs/sentence";

/** Attempts that are looked at; more of one call are said as so many. */
const MOST_TRIES = 500;

/** What the sentence of a run says beyond the run itself: how often it was tried and why in vain, who stopped it. */
export function useKnown(run: Run, until: number | undefined): Known {
  const path = { id: run.id };
  const upTo = until === undefined ? {} : { until };
  const at = whatFails(run);
  const failed = useQuery({
    ...read("/api/v1/runs/{id}/activities", {
      params: {
        path,
        query: {
          step: at?.step ?? "",
          failed: true,
          limit: MOST_TRIES,
          ...(typeof at?.item === "number" ? { item: at.item } : {}),
          // Another attempt is another question.
          until: until ?? run.facts,
        },
      },
    }),
    enabled: at !== undefined,
    // The words of the attempt before stay until the new ones are there.
    placeholderData: (before, query) => (runOf(query?.queryKey) === run.id ? before : undefined),
  });
  const acted = run.status === "suspended" || run.status === "cancelled";
  const act = useQuery({
    ...read("/api/v1/runs/{id}/journal", {
      params: { path, query: { kind: run.status, order: "desc", limit: 1, brief: true, ...upTo } },
    }),
    enabled: acted,
  });
  const fact = acted ? act.data?.items[0] : undefined;
  const { by, reason } = (fact?.payload ?? {}) as { by?: string; reason?: string };
  return {
    tries: at && failed.data ? triesOf(failed.data.items, at.token) : undefined,
    act: fact && by ? { by, at: fact.at, reason: reason || undefined } : undefined,
  };
}

/** The run a reading is about. */
function runOf(key: readonly unknown[] | undefined): string | undefined {
  return (key?.[1] as { params?: { path?: { id?: string } } } | undefined)?.params?.path?.id;
}

/** The one call the sentence is about: it stopped the run, or is tried again. Of a loop its progress says more. */
function whatFails(run: Run) {
  if (run.status === "incident") {
    const incidents = incidentsOf(run);
    return incidents.length === 1 ? incidents[0] : undefined;
  }
  return run.status === "running" && !run.progress?.length ? trying(run) : undefined;
}

/** The attempts of a token that failed one after the other for the same reason, the last of them being the last. */
export function triesOf(activities: readonly Activity[], token: number): Known["tries"] {
  const mine = activities.filter((each) => each.token === token);
  const error = mine.at(-1)?.end?.error;
  if (!error) return undefined;
  const other = mine.findLastIndex(({ end }) => end?.error?.code !== error.code);
  const alike = mine.slice(other + 1);
  const first = alike[0];
  return first && { count: alike.length, since: first.began_at, code: error.code, message: error.message };
}
