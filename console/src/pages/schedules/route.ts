import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { searchOf, text } from "~/search";

export const schedulesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/schedules",
  validateSearch: searchOf({ process: text, cursor: text }),
  component: lazyRouteComponent(() => import("./SchedulesPage"), "SchedulesPage"),
});
