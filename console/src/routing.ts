import { createRootRoute, createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { readSession } from "~/api/sign-in";
import { session } from "~/api/session";
import { Shell } from "~/shell/Shell";

/**
 * The two routes every other hangs from. Pages import `shellRoute` from here; `routes.ts` puts them together.
 */
export const rootRoute = createRootRoute({
  notFoundComponent: lazyRouteComponent(() => import("~/pages/not-found/NotFoundPage"), "NotFoundPage"),
});

/** Everything that needs somebody who is signed in: rail, header, and the page between them. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  beforeLoad: async ({ location }) => {
    const who = session() === undefined ? await readSession() : session();
    if (who) return;
    const next = location.href === "/" ? undefined : location.href;
    throw redirect({ to: "/sign-in", search: { next } });
  },
  component: Shell,
  // Who is signed in is being asked: the outline that came with the page stands until it is known.
  pendingComponent: () => null,
});
