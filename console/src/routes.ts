import { createRouter, type ErrorRouteComponent } from "@tanstack/react-router";
import { homeRoute } from "~/pages/home/route";
import { bulkRoute } from "~/pages/bulk/route";
import { bulksRoute } from "~/pages/bulks/route";
import { newRecordRoute, recordRoute } from "~/pages/record/route";
import { runRoute } from "~/pages/run/route";
import { runsRoute } from "~/pages/runs/route";
import { sectionRoute } from "~/pages/section/route";
import { accessRoute } from "~/pages/access/route";
import { connectionRoute } from "~/pages/connection/route";
import { connectionsRoute } from "~/pages/connections/route";
import { definitionRoute, latestDefinitionRoute } from "~/pages/definition/route";
import { definitionsRoute } from "~/pages/definitions/route";
import { deployRoute } from "~/pages/deploy/route";
import { scheduleRoute } from "~/pages/schedule/route";
import { schedulesRoute } from "~/pages/schedules/route";
import { signInRoute } from "~/pages/sign-in/route";
import { startProcessRoute, startRoute } from "~/pages/start/route";
import { workplacesRoute } from "~/pages/workplaces/route";
import { rootRoute, shellRoute } from "./routing";
import { parseSearch, stringifySearch } from "./search";
import { PageError, PagePending } from "./shell/PageStates";

/** Every page: one line each. */
const tree = rootRoute.addChildren([
  signInRoute,
  shellRoute.addChildren([
    homeRoute,
    startRoute,
    startProcessRoute,
    runsRoute,
    runRoute,
    bulksRoute,
    bulkRoute,
    sectionRoute,
    newRecordRoute,
    recordRoute,
    workplacesRoute,
    schedulesRoute,
    scheduleRoute,
    definitionsRoute,
    deployRoute,
    definitionRoute,
    latestDefinitionRoute,
    connectionsRoute,
    connectionRoute,
    accessRoute,
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: PageError as ErrorRouteComponent,
  defaultPendingComponent: PagePending,
  defaultPendingMs: 150,
  defaultPendingMinMs: 0,
});

// A page is there, whichever: the outline that stood for it goes.
const shown = router.subscribe("onRendered", () => {
  document.getElementById("frame")?.remove();
  shown();
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
