import { Button } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { ApiError } from "~/api";
import { useLanguage, useTexts } from "~/texts";
import { CopyButton } from "~/components/id/CopyButton";
import classes from "./States.module.css";
import { texts } from "./texts";

/** What the console says of an error in the viewer's language; the service's own words (English) are the details. */
export function useErrorText(): (error: Error) => { text: string; detail: string | undefined } {
  const t = useTexts(texts);
  const language = useLanguage();
  return (error) => {
    if (!(error instanceof ApiError)) return { text: t.broken, detail: error.message };
    const known: Record<string, string> = {
      offline: t.offline,
      unavailable: t.unavailable,
      forbidden: t.forbidden,
      "not-found": t.notFound,
      internal: t.internal,
      "outcome-unknown": t.outcomeUnknown,
      "timed-out": t.timedOut,
    };
    const text = known[error.kind];
    // The service's sentence is the more exact one; it is English.
    if (language === "en" && error.body) return { text: error.detail, detail: undefined };
    return { text: text ?? error.detail, detail: text ? error.body?.detail : undefined };
  };
}

/**
 * An error where it happened: what, why, what next, Retry and the request id for whoever reads the log.
 *
 * ```tsx
 * {runs.error && <ErrorNote error={runs.error} onRetry={() => runs.refetch()} />}
 * ```
 */
export function ErrorNote({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const t = useTexts(texts);
  const { text, detail } = useErrorText()(error);
  const requestId = error instanceof ApiError ? error.requestId : undefined;
  return (
    <div className={classes.error} role="alert">
      <IconAlertCircle size={16} aria-hidden />
      <div className={classes.what}>
        <p>{text}</p>
        {detail && <p className={classes.small}>{detail}</p>}
        {requestId && (
          <p className={classes.small}>
            {t.request} {requestId} <CopyButton value={requestId} />
          </p>
        )}
      </div>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          {t.retry}
        </Button>
      )}
    </div>
  );
}
