import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { oneOf, searchOf } from "~/search";

/** How far the plots look back. */
export const SPANS = ["1h", "6h", "24h", "7d"] as const;

export const connectionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/connections/$name",
  validateSearch: searchOf({ span: oneOf(SPANS), show: oneOf(["table"]) }),
  component: lazyRouteComponent(() => import("./ConnectionPage"), "ConnectionPage"),
});
