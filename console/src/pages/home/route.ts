import { createRoute } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { oneOf, searchOf } from "~/search";
import { HomePage } from "./HomePage";

export const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  /** The numbers of the plot as a table. */
  validateSearch: searchOf({ plot: oneOf(["table"]) }),
  component: HomePage,
});
