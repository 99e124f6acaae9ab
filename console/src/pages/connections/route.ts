import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";

export const connectionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/connections",
  component: lazyRouteComponent(() => import("./ConnectionsPage"), "ConnectionsPage"),
});
