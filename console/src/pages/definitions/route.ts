import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { searchOf, text } from "~/search";

export const definitionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/definitions",
  validateSearch: searchOf({ q: text, group: text, cursor: text }),
  component: lazyRouteComponent(() => import("./DefinitionsPage"), "DefinitionsPage"),
});
