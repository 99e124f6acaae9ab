import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { isDay } from "~/schedules/calendar/days";
import { oneOf, searchOf, text } from "~/search";

const day = (value: string) => (isDay(value) ? value : undefined);

export const schedulesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/schedules",
  validateSearch: searchOf({
    process: text,
    cursor: text,
    /** The list where nothing is said. */
    view: oneOf(["calendar"]),
    /** A day of what the calendar shows; around today where nothing is said. */
    from: day,
    /** A month where nothing is said. */
    span: oneOf(["week"]),
  }),
  component: lazyRouteComponent(() => import("./SchedulesPage"), "SchedulesPage"),
});
