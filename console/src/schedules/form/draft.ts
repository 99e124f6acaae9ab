import type { Schedule } from "~/api";
import { fromField, toField } from "../range";

/** What the fields of a schedule say. */
export type Draft = {
  process: string;
  name: string;
  cron: string;
  timezone: string;
  overlap: Schedule["overlap"];
  missed: Schedule["missed"];
  jitter: string;
  start: string;
  end: string;
};

/** The fields of a schedule there is, or of a new one. */
export function draftOf(schedule: Schedule | undefined, zone: string, process = ""): Draft {
  const utc = zone === "UTC";
  const field = (at: string | null | undefined) => (at ? toField(new Date(at), utc) : "");
  return {
    process: schedule?.process ?? process,
    name: schedule?.name ?? "",
    cron: schedule?.cron ?? "",
    timezone: schedule?.timezone ?? zone,
    overlap: schedule?.overlap ?? "skip",
    missed: schedule?.missed ?? "run_once",
    jitter: schedule && !/^0+s?$/.test(schedule.jitter) ? schedule.jitter : "",
    start: field(schedule?.start),
    end: field(schedule?.end),
  };
}

/** What is sent: all settings, without those that say nothing. */
export function settingsOf(draft: Draft, zone: string, input: unknown) {
  const utc = zone === "UTC";
  const [start, end] = [draft.start, draft.end].map((text) => fromField(text, utc)?.toISOString());
  const jitter = draft.jitter.trim();
  return {
    cron: draft.cron.trim(),
    timezone: draft.timezone,
    overlap: draft.overlap,
    missed: draft.missed,
    ...(jitter ? { jitter } : {}),
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
    input: (input ?? {}) as Record<string, unknown>,
  };
}

/** What the service found wrong with the input, as the form of the input has it: `/input/size` is its `/size`. */
export function inputProblems<P extends { pointer: string }>(problems: readonly P[]): P[] {
  return problems
    .filter(({ pointer }) => pointer === "/input" || pointer.startsWith("/input/"))
    .map((problem) => ({ ...problem, pointer: problem.pointer.slice("/input".length) }));
}
