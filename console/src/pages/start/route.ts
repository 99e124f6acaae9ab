import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { searchOf, text } from "~/search";

/** Values of the form in the address: `?input.page_size=200`. */
export type InputSearch = { [name: `input.${string}`]: string };

const search = searchOf({
  q: text,
  key: text,
  /** The run whose input fills the form. */
  like: text,
});

function validateSearch(given: Record<string, unknown>) {
  const input: InputSearch = {};
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("input.")) input[name as `input.${string}`] = String(value);
  }
  return { ...search(given), ...input };
}

const component = lazyRouteComponent(() => import("./StartPage"), "StartPage");

/** The library with nothing chosen, and with a process chosen: the same page. */
export const startRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/start",
  validateSearch,
  component,
});

export const startProcessRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/start/$process",
  validateSearch,
  component,
});
