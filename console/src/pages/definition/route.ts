import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { oneOf, searchOf, text, whole } from "~/search";

/** Two versions: `3..5`. */
function versions(value: string): `${number}..${number}` | undefined {
  return /^\d{1,9}\.\.\d{1,9}$/.test(value) ? (value as `${number}..${number}`) : undefined;
}

export const definitionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/definitions/$key/$version",
  validateSearch: searchOf({
    /** One has just come from deploying it. */
    deployed: oneOf(["new", "same"]),
    diff: versions,
    /** Path of a step: its lines are marked, or it stands in the middle of what is compared. */
    step: text,
    /** A line of the source. */
    line: whole,
  }),
  component: lazyRouteComponent(() => import("./DefinitionPage"), "DefinitionPage"),
});

/** Whoever knows only the process. */
export const latestDefinitionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/definitions/$key",
  component: lazyRouteComponent(() => import("./LatestPage"), "LatestPage"),
});
