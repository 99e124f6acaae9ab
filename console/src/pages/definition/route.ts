import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { oneOf, searchOf } from "~/search";

export const definitionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/definitions/$key/$version",
  /** `deployed`: one has just come from deploying it. */
  validateSearch: searchOf({ deployed: oneOf(["new", "same"]) }),
  component: lazyRouteComponent(() => import("./DefinitionPage"), "DefinitionPage"),
});
