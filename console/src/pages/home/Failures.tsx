import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read, type RunCause, useConnectionLost, useMay } from "~/api";
import { BulkReport } from "~/bulk/BulkReport";
import { useBulk } from "~/bulk/useBulk";
import { LinkButton } from "~/components/link/LinkButton";
import { Panel } from "~/components/panel/Panel";
import { Empty } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { tintClass } from "~/components/status/Tinted";
import { Time } from "~/components/time/Time";
import { useNumber, useTexts } from "~/texts";
import { IconCircleCheck } from "@tabler/icons-react";
import { plain, withoutStep } from "~/runs/plain";
import { causeKey, type Kind, ordered, type Trouble } from "./causes";
import { useHeld } from "./held";
import classes from "./Home.module.css";
import { filterOf, runsOfCause } from "./links";
import type { Names } from "./names";
import { texts } from "./texts";
import { useYesterday } from "./yesterday";

const LOOK_MS = 5_000;
const SHOWN = 4;

function useCauses(status: Kind, since?: string) {
  return useQuery({
    ...read("/api/v1/runs/causes", { params: { query: { status, ...(since ? { since } : {}) } } }),
    refetchInterval: LOOK_MS,
  });
}

/** What stands still, however long, and what failed since yesterday: a line for each cause, with what can be done. */
export function Failures({ names }: { names: Names }) {
  const t = useTexts(texts);
  const yesterday = useYesterday();
  const stopped = useCauses("incident");
  const failed = useCauses("failed", yesterday);
  return (
    <Panel
      title={t.failures}
      flush
      tools={
        <Link className={classes.tool} to="/runs" search={{ status: ["incident", "failed"] }}>
          {t.showAll}
        </Link>
      }
    >
      <Reading of={stopped} skeleton={<Skeletons rows={SHOWN} height={54} />}>
        {(now) => (
          <Reading of={failed} skeleton={<Skeletons rows={SHOWN} height={54} />}>
            {(ended) => <Causes all={ordered(now.causes, ended.causes)} names={names} since={yesterday} />}
          </Reading>
        )}
      </Reading>
    </Panel>
  );
}

function Causes({ all, names, since }: { all: Trouble[]; names: Names; since: string }) {
  const t = useTexts(texts);
  const bulk = useBulk();
  const { rows, within } = useHeld(all.slice(0, SHOWN), causeKey);
  const rest = all.length - rows.length;
  const first = rows.findIndex(({ kind }) => kind === "incident");
  if (rows.length === 0) {
    return (
      <Empty icon={IconCircleCheck} title={t.failuresNone}>
        {t.failuresNoneWhy}
      </Empty>
    );
  }
  return (
    <>
      <ul className={classes.causes} {...within}>
        {rows.map((trouble, at) => (
          <Cause
            key={causeKey(trouble)}
            trouble={trouble}
            names={names}
            since={since}
            filled={at === first}
            busy={bulk.isPending}
            onRetry={() => bulk.ask({ action: "retry", filter: filterOf(trouble, since) })}
          />
        ))}
      </ul>
      <BulkReport of={bulk} />
      {rest > 0 && (
        <div className={classes.foot}>
          <Link to="/runs" search={{ status: ["incident", "failed"] }}>
            {t.moreCauses(rest)}
          </Link>
        </div>
      )}
    </>
  );
}

function Cause({
  trouble,
  names,
  since,
  filled,
  busy,
  onRetry,
}: {
  trouble: Trouble;
  names: Names;
  since: string;
  filled: boolean;
  busy: boolean;
  onRetry: () => void;
}) {
  const t = useTexts(texts);
  const number = useNumber();
  const may = useMay("operator");
  const offline = useConnectionLost() !== null;
  const { kind, count, process, message, last_at } = trouble;
  const name = names(process);
  return (
    <li className={classes.cause} data-cause={causeKey(trouble)}>
      <span className={`${classes.count} ${tintClass(kind)}`} aria-hidden>
        {number(count)}
      </span>
      <div className={classes.words}>
        <p>
          <strong>{name}</strong>: {sentence(trouble, t)}
        </p>
        <p title={message ?? undefined}>
          {t.last} <Time at={last_at} />
          {message && ` · ${withoutStep(plain(message))}`}
        </p>
      </div>
      <div className={classes.acts}>
        <LinkButton variant="default" aria-label={t.showName(name, count)} {...runsOfCause(trouble, since)}>
          {t.show}
        </LinkButton>
        {kind === "incident" && may && (
          <Button
            variant={filled ? "filled" : "default"}
            leftSection={<IconRefresh size={16} />}
            // Begins with what it shows.
            aria-label={t.retryName(t.retryAll(count), name)}
            disabled={offline || busy}
            onClick={onRetry}
          >
            {t.retryAll(count)}
          </Button>
        )}
      </div>
    </li>
  );
}

function sentence(
  { kind, count, error_step: step }: RunCause & { kind: Kind },
  t: (typeof texts)["en"],
): string {
  const [at, nowhere] = kind === "incident" ? [t.stopped, t.stoppedNowhere] : [t.failed, t.failedNowhere];
  return step ? `${at(count)} ${t.step(step)}` : nowhere(count);
}
