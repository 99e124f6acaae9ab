import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { flag, oneOf, searchOf, text } from "~/search";

export const TABS = ["diagram", "steps", "journal", "variables", "calls"] as const;

export const runRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/runs/$id",
  validateSearch: searchOf({ tab: oneOf(TABS), step: text, failed: flag }),
  component: lazyRouteComponent(() => import("./RunPage"), "RunPage"),
});
