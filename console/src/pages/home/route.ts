import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { oneOf, searchOf } from "~/search";

export const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  /** The numbers of the plot as a table. */
  validateSearch: searchOf({ plot: oneOf(["table"]) }),
  component: lazyRouteComponent(() => import("./HomePage"), "HomePage"),
});
