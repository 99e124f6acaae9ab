import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { OUTCOMES } from "~/schedules/outcomes";
import { list, searchOf, text } from "~/search";

export const scheduleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/schedules/$id",
  validateSearch: searchOf({ outcome: list(OUTCOMES), cursor: text }),
  component: lazyRouteComponent(() => import("./SchedulePage"), "SchedulePage"),
});
