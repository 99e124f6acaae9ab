import { Button, Progress } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useEffectEvent } from "react";
import type { FieldError, Run } from "~/api";
import { LinkButton } from "~/components/link/LinkButton";
import { Report } from "~/components/report/Report";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Skeletons } from "~/components/states/Skeletons";
import { Status } from "~/components/status/Status";
import { hasEnded } from "~/components/status/statuses";
import { useNow } from "~/components/time/now";
import { useZone } from "~/components/time/Time";
import { useLiveRun } from "~/pages/run/useLiveRun";
import { reason, sentence } from "~/runs/sentence";
import { texts as runTexts } from "~/runs/texts";
import { useRunActions } from "~/runs/useRunActions";
import { useLanguage, useNumber, useTexts } from "~/texts";
import { common } from "~/texts/common";
import { brief, fieldErrorOf, note } from "./result";
import classes from "./Sections.module.css";
import { texts } from "./texts";

/** Everything a run may have changed in what sections show. */
const SECTIONS = "/api/v1/sections/{section}";

/**
 * What a press started, where it was pressed: how far it is, and in words what came of it. When it ends the section is
 * read again.
 */
export function RunInPlace({
  id,
  what,
  onStands,
  onClose,
  children,
}: {
  id: string;
  /** What was pressed: "Save", "Get users from Webitel". */
  what: string;
  /** It ended or needs a person, with the mistake of a field where its error names one. */
  onStands?: (run: Run, error: FieldError | undefined) => void;
  onClose: () => void;
  /** What can be done when it is done, e.g. a link to the new record. */
  children?: (run: Run) => ReactNode;
}) {
  const { run } = useLiveRun(id);
  const client = useQueryClient();
  const status = run.data?.status;
  const read = useEffectEvent(() => {
    if (!run.data) return;
    onStands?.(run.data, fieldErrorOf(run.data));
    void client.invalidateQueries({
      predicate: ({ queryKey }) => String(queryKey[0]).startsWith(SECTIONS),
    });
  });
  const stands = status !== undefined && (hasEnded(status) || status === "incident");
  // The whole run has been read when its error is there; its stream tells the status before.
  const whole = stands && (status === "completed" || status === "cancelled" || !!run.data?.error);
  useEffect(() => {
    if (whole) read();
  }, [whole]);
  if (run.data) return <View run={run.data} what={what} onClose={onClose} more={children?.(run.data)} />;
  if (run.error) return <ErrorNote error={run.error} onRetry={() => void run.refetch()} />;
  return <Skeletons rows={1} height={44} />;
}

function View({
  run,
  what,
  onClose,
  more,
}: {
  run: Run;
  what: string;
  onClose: () => void;
  more: ReactNode;
}) {
  const t = useTexts(texts);
  const words = useTexts(common);
  const runWords = useTexts(runTexts);
  const language = useLanguage();
  const number = useNumber();
  const zone = useZone();
  const now = useNow(hasEnded(run.status) ? "minute" : "second");
  const here = { language, zone, now };
  const { startRetry, retry } = useRunActions(run);
  const whole = run.progress?.[0];
  const why = reason(run, here);
  const first = {
    created: t.doing,
    running: t.doing,
    waiting: t.doing,
    suspended: t.paused,
    incident: t.stoppedAt,
    completed: t.done,
    failed: t.failed,
    cancelled: t.cancelled,
    compensated: t.undone,
  }[run.status](what);
  const done = run.status === "completed";
  const facts = done ? brief(run.result) : [];
  const bad = ["incident", "failed", "compensated"].includes(run.status);
  return (
    <div className={classes.place} data-tone={bad ? "bad" : "good"} data-run={run.id}>
      <Status of={run.status} {...(why ? { reason: why } : {})} />
      <div className={classes.words} aria-live="polite">
        <p>
          <strong>{first}</strong>
        </p>
        {!done && <p>{sentence(run, here)}</p>}
        {done && note(run.result) && <p>{note(run.result)}</p>}
        {facts.length > 0 && (
          <dl className={classes.facts}>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{typeof value === "number" ? number(value) : value}</dd>
              </div>
            ))}
          </dl>
        )}
        {!hasEnded(run.status) && whole && whole.total > 0 && (
          <Progress
            mt={6}
            size="sm"
            value={(100 * whole.done) / whole.total}
            aria-label={runWords.ofTotal(number(whole.done), number(whole.total))}
          />
        )}
      </div>
      {more}
      {startRetry && (
        <Button variant="default" onClick={startRetry} loading={retry.isPending}>
          {words.retry}
        </Button>
      )}
      <LinkButton variant="default" to="/runs/$id" params={{ id: run.id }}>
        {t.theRun}
      </LinkButton>
      {stopped(run) && (
        <Button variant="subtle" onClick={onClose}>
          {t.dismiss}
        </Button>
      )}
      <Report of={retry} />
    </div>
  );
}

function stopped(run: Run): boolean {
  return hasEnded(run.status) || run.status === "incident";
}
