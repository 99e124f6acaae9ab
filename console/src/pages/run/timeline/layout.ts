import type { Activity } from "~/api";
import type { StepReport, StepSpan } from "../useSteps";

/** A part of the time of a run that is shown, in milliseconds since 1970. */
export type Window = { from: number; to: number };

/** A bar, in parts of the window. */
export type Bar = { left: number; width: number };

/** Thousandths of the whole, as the address has them. */
export function windowOf(whole: Window, from: number | undefined, to: number | undefined): Window {
  const length = Math.max(1, whole.to - whole.from);
  const [first, last] = [Math.min(from ?? 0, 999), Math.min(to ?? 1000, 1000)];
  if (first >= last) return { from: whole.from, to: whole.from + length };
  return { from: whole.from + (length * first) / 1000, to: whole.from + (length * last) / 1000 };
}

/** Where something lies in the window; nothing where it lies outside. What goes on reaches to `now`. */
export function barOf(
  window: Window,
  from: string,
  to: string | null | undefined,
  now: number,
): Bar | undefined {
  const length = window.to - window.from;
  const [begin, end] = [Date.parse(from), to ? Date.parse(to) : now];
  if (end < window.from || begin > window.to || length <= 0) return undefined;
  const left = Math.max(0, (begin - window.from) / length);
  return { left, width: Math.max(0, Math.min(1, (end - window.from) / length) - left) };
}

/** A line of a timeline: a step, or what one token did at the step that is open. */
export type Row =
  | { kind: "step"; step: StepReport; level: number; canOpen: boolean }
  | { kind: "item"; key: string; item: number | undefined; spans: StepSpan[] };

/** Attempts of calls and waits, a line for each token that made them. */
export function itemRows(activities: readonly Activity[]): Row[] {
  const rows = new Map<string, Extract<Row, { kind: "item" }>>();
  for (const each of activities) {
    const key = `${each.step} ${each.token}`;
    const row = rows.get(key) ?? { kind: "item", key, item: each.item ?? undefined, spans: [] };
    const before = row.spans.at(-1);
    // Between two attempts the next one was waited for.
    if (before?.kind === "attempt" && before.to && each.kind === "call" && each.attempt > 1) {
      row.spans.push({ kind: "backoff", from: before.to, to: each.began_at });
    }
    row.spans.push({
      kind: each.kind === "call" ? "attempt" : "wait",
      ...(each.kind === "call" ? { attempt: each.attempt } : {}),
      ...(each.end?.outcome === "failed" ? { failed: true } : {}),
      from: each.began_at,
      ...(each.end ? { to: each.end.at } : {}),
    });
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** The steps as lines, with what is under the one that is open. */
export function rowsOf(
  steps: readonly StepReport[],
  open: string | undefined,
  activities: readonly Activity[],
): Row[] {
  return steps.flatMap((step): Row[] => {
    const level = step.step.split("/").length - 1;
    const canOpen = step.attempts > 0 || step.spans.some((span) => span.kind === "wait");
    const row: Row = { kind: "step", step, level, canOpen };
    return step.step === open && canOpen ? [row, ...itemRows(activities)] : [row];
  });
}

/** The outline of how many ended in each part: an area from 0 at the bottom to 1 at the top, `x` in parts. */
export function areaOf(counts: readonly number[]): string {
  const most = Math.max(1, ...counts);
  const points = counts.flatMap((count, part) => {
    // What is rare among much must still be seen.
    const height = count === 0 ? 0 : Math.max(0.12, count / most);
    const y = (1 - height).toFixed(3);
    return [`L${part} ${y}`, `L${part + 1} ${y}`];
  });
  return `M0 1${points.join("")}L${counts.length} 1Z`;
}
