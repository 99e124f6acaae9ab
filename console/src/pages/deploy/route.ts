import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { searchOf, text } from "~/search";

export const deployRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/definitions/deploy",
  /** `from`: the process whose latest version is what one begins with. */
  validateSearch: searchOf({ from: text }),
  component: lazyRouteComponent(() => import("./DeployPage"), "DeployPage"),
});
