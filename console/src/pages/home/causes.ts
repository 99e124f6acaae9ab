import type { RunCause } from "~/api";

/** Stands still and can be tried again, or has ended. */
export type Kind = "incident" | "failed";

/** A cause, of runs of one kind. */
export type Trouble = RunCause & { kind: Kind };

/** One line each: what stands still first, as somebody waits for it; the most runs first. */
export function ordered(stopped: readonly RunCause[], failed: readonly RunCause[]): Trouble[] {
  const most = (a: RunCause, b: RunCause) =>
    b.count - a.count || Date.parse(b.last_at) - Date.parse(a.last_at);
  const of = (kind: Kind, causes: readonly RunCause[]) =>
    [...causes].sort(most).map((cause) => ({ ...cause, kind }));
  return [...of("incident", stopped), ...of("failed", failed)];
}

/** The same for the same cause, whatever its numbers. */
export function causeKey({ kind, process, error_step: step, error_code: code }: Trouble): string {
  return [kind, process, step ?? "", code ?? ""].join(" ");
}
