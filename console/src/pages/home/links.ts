import { linkOptions } from "@tanstack/react-router";
import type { RunFilter, RunStatus } from "~/api";
import { causeSearch } from "~/pages/runs/filter";
import type { Trouble } from "./causes";
import type { Bar } from "./span";

const WRONG: RunStatus[] = ["incident", "failed"];

/** The runs of a bar of the plot, or those of them that need a person. */
export function runsOfBar({ from, to }: Bar, wrong = false) {
  return linkOptions({
    to: "/runs",
    search: { since: from, until: to, ...(wrong ? { status: WRONG } : {}) },
  });
}

/** The runs of a cause, as an act on them takes them. */
export function filterOf({ kind, process, error_step, error_code }: Trouble, since: string): RunFilter {
  return {
    process,
    status: kind,
    // Empty: at no step, with no code.
    error_step: error_step ?? "",
    error_code: error_code ?? "",
    ...(kind === "failed" ? { since } : {}),
  };
}

/** The list of the same runs. */
export function runsOfCause(trouble: Trouble, since: string) {
  const { kind } = trouble;
  return linkOptions({
    to: "/runs",
    search: {
      ...causeSearch(trouble),
      status: [kind] satisfies RunStatus[],
      ...(kind === "failed" ? { since } : {}),
    },
  });
}
