import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "~/routing";
import { searchOf, text } from "~/search";

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  /** Where to go then. */
  validateSearch: searchOf({ next: text }),
  component: lazyRouteComponent(() => import("./SignInPage"), "SignInPage"),
});
