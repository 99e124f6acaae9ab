import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { searchOf, text } from "~/search";

export const bulksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/bulk",
  validateSearch: searchOf({ cursor: text }),
  component: lazyRouteComponent(() => import("./BulksPage"), "BulksPage"),
});
