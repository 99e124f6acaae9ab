import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { STATUSES } from "~/components/status/statuses";
import { shellRoute } from "~/routing";
import { instant, list, oneOf, searchOf, text, words } from "~/search";

/** How far back a list looks. */
export const SPANS = ["1h", "24h", "7d", "30d"] as const;

/** Nothing but a word or an instant; the words are listed for those who write links. */
export type Since = (typeof SPANS)[number] | (string & {});
/** In the address: no step, no code. */
export const NONE = "-";

const validateSearch = searchOf({
  status: list(STATUSES),
  process: text,
  /** Business key. */
  key: text,
  /** A span before now, or an instant. */
  since: (value): Since | undefined => oneOf(SPANS)(value) ?? instant(value),
  until: instant,
  /** Where they stopped or failed, and with which code; `-` for nowhere and none. */
  step: text,
  code: text,
  cursor: text,
  cols: words,
});

export type RunsSearch = ReturnType<typeof validateSearch>;

export const runsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/runs",
  validateSearch,
  component: lazyRouteComponent(() => import("./RunsPage"), "RunsPage"),
});
