import { Progress as Bar } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type RunProgress, type RunSummary, serverClock } from "~/api";
import { Status } from "~/components/status/Status";
import { Above } from "~/components/table/DataTable";
import { useNow } from "~/components/time/now";
import { useZone } from "~/components/time/Time";
import { plain } from "~/runs/plain";
import { reason } from "~/runs/sentence";
import { texts as runTexts } from "~/runs/texts";
import { useLanguage, useNumber, useTexts } from "~/texts";
import { causeSearch } from "./filter";
import type { RunsSearch } from "./route";
import classes from "./RunsPage.module.css";
import { texts } from "./texts";

type Props = { run: RunSummary; progress: RunProgress | undefined };

/** The status with its reason: "Running, attempt 4 of 5, next in 40 s", "Waiting, until 18:00". */
export function StatusCell({ run, progress }: Props) {
  const ticks = progress?.tokens.some((token) => token.doing === "call" && token.next_attempt_at);
  return ticks ? <Ticking run={run} progress={progress} /> : <Still run={run} progress={progress} />;
}

function Ticking(props: Props) {
  useNow("second");
  return <Still {...props} />;
}

function Still({ run, progress }: Props) {
  const language = useLanguage();
  const zone = useZone();
  // The row of a run that ended is newer than what was known of its tokens.
  const status = progress && run.status === "running" ? progress.status : run.status;
  const why = reason({ status, tokens: progress?.tokens ?? [] }, { language, zone, now: serverClock.now() });
  return <Status of={status} {...(why ? { reason: why } : {})} />;
}

/** "340 of 1,000", with a line of it; what went another way through a `catch` beside it. */
export function ProgressCell({ progress }: { progress: RunProgress | undefined }) {
  const t = useTexts(texts);
  const words = useTexts(runTexts);
  const number = useNumber();
  const whole = progress?.progress[0];
  if (!whole) return null;
  const part = whole.total === 0 ? 100 : (whole.done / whole.total) * 100;
  return (
    <span
      className={classes.progress}
      title={t.progressOf(whole.step, number(whole.active), number(whole.caught))}
    >
      <span>
        {words.ofTotal(number(whole.done), number(whole.total))}
        {whole.caught > 0 && <span className={classes.caught}> · {t.caught(whole.caught)}</span>}
      </span>
      <Bar value={part} size={3} aria-label={t.progress} />
    </span>
  );
}

/** The second line of a run that stands: what it says, and all that stopped there for the same reason. */
export function ErrorLine({ run, search }: { run: RunSummary; search: RunsSearch }) {
  const t = useTexts(texts);
  const cause = causeSearch(run);
  const known = run.error_code && search.code !== cause.code;
  return (
    <span className={classes.error}>
      <span title={run.last_error ?? undefined}>{run.last_error && plain(run.last_error)}</span>
      {known && (
        <Above>
          <Link
            className={classes.cause}
            to="/runs"
            search={(now) => ({
              ...now,
              ...cause,
              cursor: undefined,
              status: ["incident", "failed"] as const,
            })}
          >
            {t.sameCause}
          </Link>
        </Above>
      )}
    </span>
  );
}
