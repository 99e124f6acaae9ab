import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { STATUSES } from "~/components/status/statuses";
import { shellRoute } from "~/routing";
import { list, oneOf, searchOf, text, whole, words } from "~/search";

/** How far back a list looks, by one word. */
export const SPANS = ["1h", "24h", "7d", "30d"] as const;
export type Span = (typeof SPANS)[number];

/** What starts runs, as the service calls it. */
export const TRIGGERS = ["manual", "schedule", "section", "record", "creatio"] as const;

/** A moment in an address: RFC 3339, in UTC. */
function instant(value: string): string | undefined {
  const at = new Date(value);
  return /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined;
}

/** `name:value`. */
function variable(value: string): string | undefined {
  const at = value.indexOf(":");
  return at > 0 && at < value.length - 1 ? value : undefined;
}

export const validateSearch = searchOf({
  status: list(STATUSES),
  process: text,
  version: whole,
  /** Id, business key, process or error, as the service searches it. */
  q: text,
  /** Business key, exactly. */
  key: text,
  /** A value the run was given or gave. */
  var: variable,
  /** A span up to now, or the first moment. */
  since: (value: string): string | undefined => oneOf(SPANS)(value) ?? instant(value),
  /** The moment before which. */
  until: instant,
  /** Who started it. */
  by: text,
  trigger: oneOf(TRIGGERS),
  /** The cause: step and code of the error. `-` is none. */
  step: text,
  code: text,
  cursor: text,
  cols: words,
  /** The saved view that was opened. */
  view: text,
});

export type RunsSearch = ReturnType<typeof validateSearch>;

export const runsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/runs",
  validateSearch,
  component: lazyRouteComponent(() => import("./RunsPage"), "RunsPage"),
});
