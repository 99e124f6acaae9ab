import { Button, Group } from "@mantine/core";
import {
  IconEdit,
  IconHistory,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconTrash,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { read, type Schedule, send, useChange, useConnectionLost, useMay } from "~/api";
import { useConfirm } from "~/components/confirm/Confirm";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Report } from "~/components/report/Report";
import { Empty } from "~/components/states/Empty";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { Time } from "~/components/time/Time";
import { ScheduleState } from "~/schedules/Outcome";
import columns from "~/components/page/Columns.module.css";
import said from "~/components/page/Facts.module.css";
import classes from "~/schedules/Schedules.module.css";
import { texts as scheduleTexts } from "~/schedules/texts";
import { useScheduleActions } from "~/schedules/useScheduleActions";
import { Until, ZoneTime } from "~/schedules/ZoneTime";
import { useTexts } from "~/texts";
import { History } from "./History";
import { scheduleRoute } from "./route";
import { texts } from "./texts";

const BackfillDialog = lazy(() => import("./BackfillDialog"));
const ScheduleDialog = lazy(() => import("~/schedules/form/ScheduleDialog"));
const LOOK_MS = 5_000;
const NEXT = 10;

/** `/schedules/:id`: when it fires next in words, what can be done, and what became of its planned times. */
export function SchedulePage() {
  const t = useTexts(texts);
  const { id } = scheduleRoute.useParams();
  const schedule = useQuery({
    ...read("/api/v1/schedules/{id}", { params: { path: { id } } }),
    refetchInterval: LOOK_MS,
  });
  if (schedule.data) return <ScheduleView schedule={schedule.data} error={schedule.error} />;
  const gone = schedule.error?.kind === "not-found" || schedule.error?.kind === "bad-request";
  return gone ? (
    <Page title={t.notFound}>
      <Empty title={t.notFound} action={<LinkButton to="/schedules">{t.schedules}</LinkButton>}>
        {t.notFoundWhy}
      </Empty>
    </Page>
  ) : (
    <Page>
      {schedule.error ? (
        <ErrorNote error={schedule.error} onRetry={() => void schedule.refetch()} />
      ) : (
        <Skeletons rows={12} height={32} />
      )}
    </Page>
  );
}

function ScheduleView({ schedule, error }: { schedule: Schedule; error: Error | null }) {
  const t = useTexts(texts);
  const words = useTexts(scheduleTexts);
  const may = useMay("operator");
  const offline = useConnectionLost() !== null;
  const [backfilling, setBackfilling] = useState(false);
  const [editing, setEditing] = useState(false);
  const [saved, setSaved] = useState(false);
  const { may: mayChange, remove, askRemove } = useRemove(schedule);
  const { pausing, running, togglePaused, runNow } = useScheduleActions(schedule);
  return (
    <Page
      title={`${schedule.process}/${schedule.name}`}
      aside={<ScheduleState of={schedule} large />}
      actions={
        may && (
          <Group gap="xs">
            {mayChange && (
              <>
                <Button
                  variant="default"
                  disabled={offline}
                  leftSection={<IconEdit size={16} />}
                  onClick={() => {
                    setSaved(false);
                    setEditing(true);
                  }}
                >
                  {t.edit}
                </Button>
                <Button
                  variant="default"
                  disabled={!askRemove}
                  leftSection={<IconTrash size={16} />}
                  onClick={() => void askRemove?.()}
                >
                  {t.remove}
                </Button>
              </>
            )}
            <Button
              variant="default"
              disabled={!togglePaused}
              leftSection={schedule.paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
              onClick={togglePaused}
            >
              {schedule.paused ? words.resume : words.pause}
            </Button>
            <Button
              variant="default"
              disabled={offline}
              leftSection={<IconHistory size={16} />}
              onClick={() => setBackfilling(true)}
            >
              {t.backfill}
            </Button>
            <Button disabled={!runNow} leftSection={<IconPlayerTrackNext size={16} />} onClick={runNow}>
              {words.runNow}
            </Button>
          </Group>
        )
      }
    >
      {error && <ErrorNote error={error} />}
      <p className={said.sentence}>
        <Sentence schedule={schedule} />
      </p>
      <Report of={pausing} done={pausing.variables ? words.pausedDone : words.resumedDone} />
      {running.data && !running.data.run_id && (
        <p role="alert" className={said.sentence}>
          {words.notStarted(running.data.reason ?? "")}
        </p>
      )}
      <Report of={running} />
      <Report of={remove} />
      {saved && <Report of={{ isPending: false, isSuccess: true, error: null }} done={t.saved} />}
      <Facts schedule={schedule} />
      <div className={columns.columns}>
        <History schedule={schedule} />
        <NextFirings schedule={schedule} />
      </div>
      {editing && (
        <Suspense>
          <ScheduleDialog
            schedule={schedule}
            onClose={() => setEditing(false)}
            onDone={() => {
              setEditing(false);
              setSaved(true);
            }}
          />
        </Suspense>
      )}
      {backfilling && (
        <Suspense>
          <BackfillDialog schedule={schedule} onClose={() => setBackfilling(false)} />
        </Suspense>
      )}
    </Page>
  );
}

/** Deletes it after saying what goes and what stays; only what the API made can be. */
function useRemove(schedule: Schedule) {
  const t = useTexts(texts);
  const may = useMay("designer") && schedule.source === "api";
  const offline = useConnectionLost() !== null;
  const confirm = useConfirm();
  const navigate = useNavigate();
  const { id, process, name } = schedule;
  const remove = useChange(() => send("delete", "/api/v1/schedules/{id}", { params: { path: { id } } }), {
    refresh: ["/api/v1/schedules", "/api/v1/schedules/calendar", "/api/v1/schedules/upcoming"],
    onSuccess: () => void navigate({ to: "/schedules" }),
  });
  const askRemove = async () => {
    const title = t.removeTitle(`${process}/${name}`);
    if (
      await confirm({ title, body: t.removeMeans, act: t.removeAct(name), keep: t.keepIt, dangerous: true })
    )
      remove.mutate();
  };
  return { may, remove, askRemove: may && !offline && !remove.isPending ? askRemove : undefined };
}

function Sentence({ schedule }: { schedule: Schedule }) {
  const t = useTexts(texts);
  if (schedule.paused) {
    return (
      <>
        {t.pausedSince} {schedule.paused_at && <Time at={schedule.paused_at} zone={schedule.timezone} />}
        {schedule.paused_by && ` ${t.by} ${schedule.paused_by}`}. {t.pausedMeans}
      </>
    );
  }
  if (!schedule.next_planned_at) return t.overMeans;
  return (
    <>
      {t.nextAt} <ZoneTime at={schedule.next_planned_at} zone={schedule.timezone} />,{" "}
      <Until at={schedule.next_planned_at} />.
    </>
  );
}

function Facts({ schedule }: { schedule: Schedule }) {
  const t = useTexts(texts);
  const words = useTexts(scheduleTexts);
  const facts = [
    [
      t.process,
      <Link key="process" to="/start/$process" params={{ process: schedule.process }}>
        {schedule.process}
      </Link>,
    ],
    [
      t.rule,
      <span key="rule" className={classes.cron}>
        {schedule.cron}
      </span>,
    ],
    [t.zone, schedule.timezone],
    [t.overlap, words.overlaps[schedule.overlap]],
    [t.missed, words.misses[schedule.missed]],
    ...(schedule.jitter && !/^0/.test(schedule.jitter) ? [[t.jitter, schedule.jitter] as const] : []),
    [t.source, t[schedule.source]],
    [t.changed, schedule.changed_by],
  ] as const;
  return (
    <dl className={said.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What comes; of a paused schedule, what would come. */
function NextFirings({ schedule: { id, timezone } }: { schedule: Schedule }) {
  const t = useTexts(texts);
  const preview = useQuery({
    ...read("/api/v1/schedules/{id}/preview", { params: { path: { id }, query: { count: NEXT } } }),
    refetchInterval: 30_000,
  });
  return (
    <Panel title={t.next}>
      <Reading of={preview} skeleton={<Skeletons rows={NEXT} height={28} />}>
        {({ firings }) =>
          firings.length === 0 ? (
            <span className={classes.dim}>{t.noneNext}</span>
          ) : (
            <ol className={classes.next}>
              {firings.map(({ utc }) => (
                <li key={utc}>
                  <ZoneTime at={utc} zone={timezone} />
                  <Until at={utc} />
                </li>
              ))}
            </ol>
          )
        }
      </Reading>
    </Panel>
  );
}
