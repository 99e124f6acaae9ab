import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "~/routing";
import { flag, list, oneOf, searchOf, text, whole } from "~/search";

export const TABS = ["diagram", "steps", "timeline", "journal", "variables", "calls"] as const;

/** Kinds of facts a journal can be searched for. */
export const KINDS = [
  "started",
  "effect_succeeded",
  "effect_failed",
  "timer_fired",
  "retried",
  "skipped",
  "variables_edited",
  "token_moved",
  "suspended",
  "resumed",
  "cancelled",
] as const;

/** What the heat of a diagram stands for. */
export const HEATS = ["sum", "p95"] as const;

export const runRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/runs/$id",
  validateSearch: searchOf({
    tab: oneOf(TABS),
    /** The fact whose moment the whole page shows. */
    at: whole,
    step: text,
    failed: flag,
    // The journal.
    q: text,
    kind: list(KINDS),
    item: whole,
    newest: flag,
    // The diagram.
    heat: oneOf(HEATS),
    // The variables: whose history is open.
    name: text,
    // The timeline: the part of the time that is shown, in thousandths, and the step that is open.
    from: whole,
    to: whole,
    open: text,
  }),
  component: lazyRouteComponent(() => import("./RunPage"), "RunPage"),
});
