import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { searchOf, text, whole, words } from "~/search";
import { filterSearch } from "~/sections/filters";

/** Which list: what a record keeps of the list it was opened from. */
export const listSearch = searchOf({ q: text, sort: text });

const search = searchOf({
  /** Rows before this page. */
  skip: whole,
  cols: words,
  /** Ids of the chosen rows. */
  sel: words,
  /** The run a press started, and what was pressed. */
  run: text,
  act: text,
});

export const sectionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/s/$section",
  validateSearch: (given: Record<string, unknown>) => ({
    ...listSearch(given),
    ...filterSearch(given),
    ...search(given),
  }),
  component: lazyRouteComponent(() => import("./SectionPage"), "SectionPage"),
});
