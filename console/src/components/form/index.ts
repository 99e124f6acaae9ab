import { lazy } from "react";

/** The form is loaded when one is shown: put it inside `<Suspense>`. */
export const SchemaForm = lazy(() => import("./SchemaForm"));
