import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";

export const workplacesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/workplaces",
  component: lazyRouteComponent(() => import("./WorkplacesPage"), "WorkplacesPage"),
});
