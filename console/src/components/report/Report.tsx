import { Loader } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ErrorNote } from "~/components/states/ErrorNote";
import classes from "./Report.module.css";

type Change = { isPending: boolean; isSuccess: boolean; error: Error | null };

/**
 * How a change went, said where its button stands: under way, done in words, or the error with what to do. Nothing
 * before the first press. Put it beside or under the button.
 *
 * ```tsx
 * const retry = useChange(…);
 * <Report of={retry} pending={t.retrying} done={t.retried(2)} />
 * ```
 */
export function Report({
  of,
  pending,
  done,
  onRetry,
}: {
  of: Change;
  pending?: ReactNode;
  done?: ReactNode;
  onRetry?: () => void;
}) {
  return (
    <div aria-live="polite" className={classes.place}>
      {of.isPending && pending && (
        <div className={classes.report}>
          <Loader size={14} /> {pending}
        </div>
      )}
      {of.isSuccess && done && (
        <div className={`${classes.report} ${classes.good}`}>
          <IconCircleCheck size={16} /> <span>{done}</span>
        </div>
      )}
      {of.error && <ErrorNote error={of.error} {...(onRetry ? { onRetry } : {})} />}
    </div>
  );
}
