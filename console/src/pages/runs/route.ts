import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { STATUSES } from "~/components/status/statuses";
import { shellRoute } from "~/routing";
import { list, oneOf, searchOf, text, words } from "~/search";

/** How far back a list looks. */
export const SPANS = ["1h", "24h", "7d", "30d"] as const;

export const validateSearch = searchOf({
  status: list(STATUSES),
  process: text,
  /** Business key. */
  key: text,
  since: oneOf(SPANS),
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
