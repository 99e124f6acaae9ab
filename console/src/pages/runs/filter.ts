import type { RunFilter } from "~/api";
import { type RunsSearch, type Span, SPANS } from "./route";

const SPAN_MS: Record<Span, number> = {
  "1h": 3_600_000,
  "24h": 86_400_000,
  "7d": 604_800_000,
  "30d": 2_592_000_000,
};

/** What of an address is a filter; the rest is how it is shown. */
export const FILTERS = [
  "status",
  "process",
  "version",
  "q",
  "key",
  "var",
  "since",
  "until",
  "by",
  "trigger",
  "step",
  "code",
] as const satisfies readonly (keyof RunsSearch)[];

/** In an address an empty text is no filter, so "no step" and "no code" have a word. */
export const NONE = "-";

export function isSpan(since: string | undefined): since is Span {
  return SPANS.some((span) => span === since);
}

/** Whether an address filters at all. */
export function isFiltered(search: RunsSearch): boolean {
  return FILTERS.some((name) => search[name] !== undefined);
}

/**
 * The filter of the address as the service takes it: the query of the list, of counts, causes and the export, and the
 * `filter` of acts on many runs. A span ends `now`, at a whole minute: the same question for everybody who looks.
 */
export function runFilter(search: RunsSearch, now: number): RunFilter {
  return given({
    status: search.status?.join(","),
    process: search.process,
    version: search.version,
    q: search.q,
    business_key: search.key,
    var: search.var,
    since: isSpan(search.since)
      ? new Date(Math.floor((now - SPAN_MS[search.since]) / 60_000) * 60_000).toISOString()
      : search.since,
    until: search.until,
    started_by: search.by,
    trigger: search.trigger,
    error_step: search.step === NONE ? "" : search.step,
    error_code: search.code === NONE ? "" : search.code,
  });
}

/** The filter without some of its members. */
export function without(filter: RunFilter, ...names: (keyof RunFilter)[]): RunFilter {
  return Object.fromEntries(
    Object.entries(filter).filter(([name]) => !names.includes(name as keyof RunFilter)),
  );
}

/** The address of a cause, as the service groups them. */
export function causeSearch(cause: {
  process: string;
  error_step?: string | null | undefined;
  error_code?: string | null | undefined;
}): Pick<RunsSearch, "process" | "step" | "code"> {
  return { process: cause.process, step: cause.error_step || NONE, code: cause.error_code || NONE };
}

function given(filter: { [K in keyof RunFilter]: RunFilter[K] | undefined }): RunFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as RunFilter;
}
