import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { oneOf, searchOf, text } from "~/search";

export const TABS = ["users", "tokens", "rights", "audit"] as const;
export const OUTCOMES = ["done", "refused", "failed", "unknown"] as const;
/** How far back the audit log is read. */
export const SPANS = ["1h", "24h", "7d", "30d"] as const;

export const accessRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/access",
  validateSearch: searchOf({
    tab: oneOf(TABS),
    cursor: text,
    // Filters of the audit log.
    who: text,
    action: text,
    object: text,
    outcome: oneOf(OUTCOMES),
    since: oneOf(SPANS),
  }),
  component: lazyRouteComponent(() => import("./AccessPage"), "AccessPage"),
});
