import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Progress, read, type RunProgress, type RunSummary } from "~/api";
import { Panel } from "~/components/panel/Panel";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { Status } from "~/components/status/Status";
import { Duration } from "~/components/time/Duration";
import { useNow } from "~/components/time/now";
import { useZone } from "~/components/time/Time";
import { useProgress } from "~/pages/runs/useProgress";
import { reason } from "~/runs/sentence";
import { useLanguage, useNumber, useTexts } from "~/texts";
import { useHeld } from "./held";
import classes from "./Home.module.css";
import type { Names } from "./names";
import { texts } from "./texts";

const LOOK_MS = 5_000;
const SHOWN = 5;
const NOT_RUNNING = "waiting,created,suspended";

/** What runs, with how far it is; then what waits. */
export function UnderWay({ names }: { names: Names }) {
  const t = useTexts(texts);
  const running = useLive("running");
  const others = useLive(NOT_RUNNING);
  return (
    <Panel
      title={t.now}
      tools={
        <Link
          className={classes.tool}
          to="/runs"
          search={{ status: ["running", "waiting", "created", "suspended"] }}
        >
          {t.showAll}
        </Link>
      }
    >
      <Reading of={running} skeleton={<Skeletons rows={SHOWN} height={30} />}>
        {(page) => {
          const rows = [...page.items, ...(others.data?.items ?? [])].slice(0, SHOWN);
          if (rows.length > 0) return <Rows read={rows} names={names} />;
          return others.data && <p className={classes.none}>{t.nowNone}</p>;
        }}
      </Reading>
    </Panel>
  );
}

function useLive(status: string) {
  return useQuery({
    ...read("/api/v1/runs", { params: { query: { status, limit: SHOWN } } }),
    refetchInterval: LOOK_MS,
  });
}

function Rows({ read: runs, names }: { read: RunSummary[]; names: Names }) {
  const { rows, within } = useHeld(runs, ({ id }) => id);
  const progress = useProgress(rows);
  return (
    <ul className={classes.rows} {...within}>
      {rows.map((run) => (
        <li key={run.id} className={classes.row}>
          <RunStatus run={run} far={progress.get(run.id)} />
          <Link to="/runs/$id" params={{ id: run.id }} className={classes.what}>
            {names(run.process)} {run.business_key && <span className={classes.dim}>{run.business_key}</span>}
          </Link>
          <How done={progress.get(run.id)?.progress[0]} run={run} />
        </li>
      ))}
    </ul>
  );
}

/** Never a bare "Running" of a run that is trying again, nor "Waiting" without until when. */
function RunStatus({ run, far }: { run: RunSummary; far: RunProgress | undefined }) {
  const [zone, language] = [useZone(), useLanguage()];
  const now = useNow("second");
  // It may be of the moment before: what it says of another status is not said.
  const why = far?.status === run.status ? reason(far, { zone, language, now }) : undefined;
  return <Status of={run.status} {...(why ? { reason: why } : {})} />;
}

/** How far it is; where nobody can say, for how long it has been going. */
function How({ done, run }: { done: Progress | undefined; run: RunSummary }) {
  const t = useTexts(texts);
  const number = useNumber();
  if (!done || done.total === 0) {
    return (
      <span className={`${classes.progress} ${classes.dim}`}>
        <Duration from={run.started_at ?? run.created_at} />
      </span>
    );
  }
  const share = Math.min(1, done.done / done.total);
  const words = t.ofTotal(number(done.done), number(done.total));
  return (
    <>
      <span
        className={classes.bar}
        role="progressbar"
        aria-label={words}
        aria-valuenow={Math.round(share * 100)}
      >
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span className={classes.progress}>{words}</span>
    </>
  );
}
