import type { FieldError, Run } from "~/api";
import { withoutStep } from "~/runs/plain";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Longer texts are for the page of the run. */
const SHORT = 60;

/** What a result says shortly: "outcome updated", "read 60, created 2"; ids nobody reads are left out. */
export function brief(result: unknown): [string, string | number][] {
  return members(result).flatMap(([name, value]) => {
    const word = typeof value === "string" && value !== "" && value.length <= SHORT && !UUID.test(value);
    if (name === "note" || !(word || typeof value === "number")) return [];
    return [[name.replaceAll("_", " "), value as string | number] as [string, string | number]];
  });
}

/** What the process says to people about what it did. */
export function note(result: unknown): string | undefined {
  const found = members(result).find(([name]) => name === "note")?.[1];
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** The record a process made, where its result names it. */
export function recordOf(run: Run): string | undefined {
  const found = members(run.result).find(([name]) => name === "record_id")?.[1];
  return run.status === "completed" && typeof found === "string" && found !== "" ? found : undefined;
}

/** The mistake of a field, where the error of a run names one. */
export function fieldErrorOf(run: Run): FieldError | undefined {
  const field = members(run.error?.data).find(([name]) => name === "field")?.[1];
  if (!run.error || typeof field !== "string") return undefined;
  return { field, code: "refused", message: withoutStep(run.error.message) };
}

function members(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
