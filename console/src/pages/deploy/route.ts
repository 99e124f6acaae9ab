import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { oneOf, searchOf, text } from "~/search";

export const deployRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/definitions/deploy",
  validateSearch: searchOf({
    /** The process whose latest version is what one begins with. */
    from: text,
    /** What is written beside what is deployed. */
    view: oneOf(["difference"]),
  }),
  component: lazyRouteComponent(() => import("./DeployPage"), "DeployPage"),
});
