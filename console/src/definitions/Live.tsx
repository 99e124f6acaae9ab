import { Link } from "@tanstack/react-router";
import type { LiveRuns, RunStatus } from "~/api";
import { ICONS, STATUSES, texts as statusTexts } from "~/components/status/statuses";
import { Tinted } from "~/components/status/Tinted";
import { useNumber, useTexts } from "~/texts";
import classes from "./Definitions.module.css";
import { texts } from "./texts";

const LIVE = STATUSES.filter(
  (status): status is Extract<RunStatus, keyof LiveRuns> =>
    status === "created" ||
    status === "running" ||
    status === "waiting" ||
    status === "incident" ||
    status === "suspended",
);

/** The runs of a process, or of one version of it, in the list of runs. */
export function runsOf(process: string, status?: RunStatus, version?: number) {
  return { process, ...(status ? { status: [status] } : {}), ...(version === undefined ? {} : { version }) };
}

/** Live runs by status, each a link to them; what a person must look at first. */
export function Live({ of, process, version }: { of: LiveRuns; process: string; version?: number }) {
  const t = useTexts(texts);
  const words = useTexts(statusTexts);
  const number = useNumber();
  if (of.total === 0) {
    return <span className={classes.dim}>{version === undefined ? t.noLive : t.noLiveOnIt}</span>;
  }
  return (
    <span className={classes.live}>
      {LIVE.filter((status) => of[status] > 0).map((status) => (
        <Link
          key={status}
          to="/runs"
          search={runsOf(process, status, version)}
          title={t.liveOf(of[status], words[status])}
          aria-label={t.liveOf(of[status], words[status])}
        >
          <Tinted
            as={status}
            icon={ICONS[status]}
            word={of.at_least ? t.atLeast(number(of[status])) : number(of[status])}
          />
        </Link>
      ))}
    </span>
  );
}
