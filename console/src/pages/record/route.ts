import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { listSearch } from "~/pages/section/route";
import { shellRoute } from "~/routing";
import { searchOf, text, whole } from "~/search";
import { filterSearch } from "~/sections/filters";

const search = searchOf({
  /** The detail that is open. */
  detail: text,
  /** Where the record stands in the list it was opened from. */
  at: whole,
  run: text,
  act: text,
});

const validateSearch = (given: Record<string, unknown>) => ({
  ...listSearch(given),
  ...filterSearch(given),
  ...search(given),
});

export const recordRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/s/$section/$record",
  validateSearch,
  component: lazyRouteComponent(() => import("./RecordPage"), "RecordPage"),
});

export const newRecordRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/s/$section/new",
  validateSearch,
  component: lazyRouteComponent(() => import("./NewRecordPage"), "NewRecordPage"),
});
