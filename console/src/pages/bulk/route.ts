import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { oneOf, searchOf, text } from "~/search";

/** Which runs of an act are shown: by what became of the act on them, or of them after it. */
export const SHOWN = ["failed-again", "failed", "skipped", "pending", "running", "done"] as const;

export const bulkRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/bulk/$id",
  validateSearch: searchOf({ show: oneOf(SHOWN), cursor: text }),
  component: lazyRouteComponent(() => import("./BulkPage"), "BulkPage"),
});
