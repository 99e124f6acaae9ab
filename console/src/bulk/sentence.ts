import type { Bulk } from "~/api";
import { formatNumber, type Language } from "~/texts";
import { texts } from "./texts";

/**
 * What is true of an act on many runs, in one sentence: "Retry of 312 runs: 240 running, 70 done, 2 failed again." Its
 * numbers add up to the number of the preview.
 */
export function sentence(bulk: Bulk, language: Language): string {
  const t = texts[language];
  const of = t.of[bulk.action](bulk.runs);
  if (bulk.state === "preview") return `${of}: ${t.notStarted}.`;
  const said = parts(bulk, language);
  return `${of}: ${said.length > 0 ? said.join(", ") : t.justBegun}.`;
}

function parts({ action, state, counts, became }: Bulk, language: Language): string[] {
  const t = texts[language];
  const now = became ?? { running: 0, done: 0, failed: 0, cancelled: 0 };
  const told: [number, (n: string) => string][] = [
    [counts.pending, state === "stopped" ? t.notReached : t.toGo],
    ...afterwards(action, counts.done, now, t),
    [counts.skipped, t.skipped],
    [counts.failed, t.failed],
  ];
  return told.filter(([n]) => n > 0).map(([n, say]) => say(formatNumber(language, n)));
}

type Words = (typeof texts)["en"];

/** What became of the runs that were acted on. */
function afterwards(
  action: Bulk["action"],
  done: number,
  now: NonNullable<Bulk["became"]>,
  t: Words,
): [number, (n: string) => string][] {
  switch (action) {
    case "cancel":
      return [
        [now.cancelled, t.cancelled],
        [now.running, t.aboutToEnd],
        [now.done + now.failed, t.endedBefore],
      ];
    case "suspend":
      return [[done, t.paused]];
    case "retry":
    case "resume":
      return [
        [now.running, t.running],
        [now.done, t.done],
        [now.failed, action === "retry" ? t.failedAgain : t.failedSince],
        [now.cancelled, t.cancelled],
      ];
  }
}

/** Why runs of a selection are not acted on, a sentence each. */
export function leftOut(bulk: Bulk, language: Language): string[] {
  const t = texts[language];
  const why = bulk.left_out.map(({ why, runs }) =>
    why === "suspended" && bulk.action === "retry" ? t.pausedFirst(runs) : t.leftOut[why](runs),
  );
  return bulk.unknown > 0 ? [...why, t.unknown(bulk.unknown)] : why;
}

/**
 * How many of the runs that are to end are at work at that moment, in a sentence; by the numbers of the same preview. What
 * they are doing may take effect after they ended.
 */
export function atWork(bulk: Bulk, language: Language): string | undefined {
  if (bulk.action !== "cancel") return undefined;
  const n = bulk.groups
    .filter((group) => !group.left_out && group.status === "running")
    .reduce((sum, { runs }) => sum + runs, 0);
  return n > 0 ? texts[language].atWork(n) : undefined;
}

/** Of which processes the runs are that are acted on, the most first; nothing where there is one. */
export function byProcess(
  bulk: Bulk,
  language: Language,
  name: (process: string) => string,
): string | undefined {
  const t = texts[language];
  const counts = new Map<string, number>();
  for (const group of bulk.groups) {
    if (!group.left_out) counts.set(group.process, (counts.get(group.process) ?? 0) + group.runs);
  }
  if (counts.size < 2) return undefined;
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const shown = sorted
    .slice(0, 3)
    .map(([process, n]) => t.ofProcess(formatNumber(language, n), name(process)));
  const rest = sorted.length - shown.length;
  return `${shown.join(", ")}${rest > 0 ? ` ${t.moreProcesses(rest)}` : ""}.`;
}
