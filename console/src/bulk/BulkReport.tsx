import { ErrorNote } from "~/components/states/ErrorNote";
import classes from "./Bulk.module.css";
import type { useBulk } from "./useBulk";

/** Says that there was nothing to do, or what went wrong; beside the button that asked. What was started has a page. */
export function BulkReport({ of }: { of: Pick<ReturnType<typeof useBulk>, "nothing" | "error"> }) {
  return (
    <div aria-live="polite">
      {of.nothing && <p className={classes.nothing}>{of.nothing}</p>}
      {of.error && <ErrorNote error={of.error} />}
    </div>
  );
}
