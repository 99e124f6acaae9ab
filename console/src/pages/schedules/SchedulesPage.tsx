import { ActionIcon, Button, Group, Loader, Select, Switch, Tooltip } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconPlayerTrackNext, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { ApiError, read, type Schedule, useChange, useConnectionLost, useMay } from "~/api";
import { FilterChips } from "~/components/filters/FilterChips";
import { Toggles } from "~/components/filters/Toggles";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Report } from "~/components/report/Report";
import { Empty, NoneMatch } from "~/components/states/Empty";
import { ErrorNote, useErrorText } from "~/components/states/ErrorNote";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { Above, type Column } from "~/components/table/DataTable";
import { PagedTable } from "~/components/table/PagedTable";
import { LastFiring, LastFirings } from "~/schedules/LastFirings";
import { ScheduleState } from "~/schedules/Outcome";
import classes from "~/schedules/Schedules.module.css";
import { texts as scheduleTexts } from "~/schedules/texts";
import { REFRESH, setPaused, useScheduleActions } from "~/schedules/useScheduleActions";
import { cityOf, ZoneTime } from "~/schedules/ZoneTime";
import { useTexts } from "~/texts";
import { schedulesRoute } from "./route";
import { texts } from "./texts";

// Each is opened by a click: its code comes then.
const Calendar = lazy(() =>
  import("~/schedules/calendar/Calendar").then((module) => ({ default: module.Calendar })),
);
const ScheduleDialog = lazy(() => import("~/schedules/form/ScheduleDialog"));
const PAGE = 50;
const LOOK_MS = 10_000;

/** `/schedules`: what fires next, what became of the last times, and a switch on each. */
export function SchedulesPage() {
  const t = useTexts(texts);
  const words = useTexts(scheduleTexts);
  const { process, cursor, view, from, span } = schedulesRoute.useSearch();
  const navigate = schedulesRoute.useNavigate();
  const may = useMay("operator");
  const mayMake = useMay("designer");
  const offline = useConnectionLost() !== null;
  const [making, setMaking] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const definitions = useQuery(read("/api/v1/definitions", { params: { query: { limit: 500 } } }));
  const names = useMemo(
    () => new Map((definitions.data?.items ?? []).map(({ key, name }) => [key, name])),
    [definitions.data],
  );
  const query = { limit: PAGE, ...(process ? { process } : {}), ...(cursor ? { cursor } : {}) };
  const schedules = useQuery({
    ...read("/api/v1/schedules", { params: { query } }),
    refetchInterval: LOOK_MS,
    enabled: !view,
  });
  const clear = () => void navigate({ search: (now) => ({ ...now, process: undefined, cursor: undefined }) });
  const columns: Column<Schedule>[] = [
    {
      key: "schedule",
      title: t.schedule,
      cell: (schedule) => (
        <>
          {schedule.name}
          <span className={classes.process}>{names.get(schedule.process) ?? schedule.process}</span>
        </>
      ),
    },
    {
      key: "rule",
      title: t.rule,
      width: 184,
      cell: (schedule) => (
        <span className={classes.both}>
          <span className={classes.cron}>{schedule.cron}</span>
          <span className={classes.dim}>{cityOf(schedule.timezone)}</span>
        </span>
      ),
    },
    {
      key: "next",
      title: t.next,
      width: 220,
      cell: (schedule) =>
        schedule.next_planned_at ? (
          <Above>
            <ZoneTime at={schedule.next_planned_at} zone={schedule.timezone} />
          </Above>
        ) : (
          <span className={classes.dim}>{schedule.paused ? words.notWhilePaused : words.nothingComes}</span>
        ),
    },
    {
      key: "last",
      title: t.last,
      width: 212,
      cell: (schedule) => (
        <Above>
          <LastFiring of={schedule} />
        </Above>
      ),
    },
    {
      key: "lastTen",
      title: t.lastTen,
      width: 216,
      cell: (schedule) => (
        <Above>
          <LastFirings of={schedule} />
        </Above>
      ),
    },
    {
      key: "on",
      title: t.on,
      width: may ? 90 : 130,
      cell: (schedule) => (may ? <RowActions schedule={schedule} /> : <ScheduleState of={schedule} />),
    },
  ];

  return (
    <Page
      title={t.title}
      actions={
        mayMake && (
          <Button leftSection={<IconPlus size={16} />} disabled={offline} onClick={() => setMaking(true)}>
            {t.make}
          </Button>
        )
      }
    >
      <Group gap="xs">
        <Toggles
          label={t.view}
          value={view ?? "list"}
          onChange={(next) =>
            void navigate({
              search: (now) => ({
                process: now.process,
                ...(next === "calendar" ? { view: next, from: now.from, span: now.span } : {}),
              }),
            })
          }
          options={[
            { value: "list", label: t.list },
            { value: "calendar", label: t.calendar },
          ]}
        />
        <Select
          aria-label={t.process}
          placeholder={t.anyProcess}
          data={[...names].map(([value, label]) => ({ value, label }))}
          value={process ?? null}
          onChange={(next) =>
            void navigate({
              search: (now) => ({ ...now, cursor: undefined, process: next ?? undefined }),
            })
          }
          searchable
          clearable
          w={260}
        />
      </Group>
      <FilterChips
        filters={process ? [{ name: t.process, value: names.get(process) ?? process, onRemove: clear }] : []}
        onClear={clear}
      />
      {making && (
        <Suspense>
          <ScheduleDialog
            process={process}
            onClose={() => setMaking(false)}
            onDone={({ id }) => void navigate({ to: "/schedules/$id", params: { id } })}
          />
        </Suspense>
      )}
      {view && (
        <Suspense fallback={<Skeletons rows={6} height={92} />}>
          <Calendar
            process={process}
            shown={{ from, span: span ?? "month" }}
            onShow={(shown) =>
              void navigate({
                search: (now) => ({
                  ...now,
                  from: shown.from,
                  span: shown.span === "week" ? ("week" as const) : undefined,
                }),
              })
            }
          />
        </Suspense>
      )}
      {may && !view && (
        <Several
          schedules={(schedules.data?.items ?? []).filter(({ id }) => chosen.has(id))}
          onDone={() => setChosen(new Set())}
        />
      )}
      {!view && (
        <Panel flush>
          <Reading of={schedules} skeleton={<Skeletons rows={6} height={32} />}>
            {(page) =>
              page.items.length === 0 ? (
                process || cursor ? (
                  <NoneMatch onClear={clear} />
                ) : (
                  <Empty
                    title={t.none}
                    action={mayMake && <Button onClick={() => setMaking(true)}>{t.make}</Button>}
                  >
                    {t.noneWhy}
                  </Empty>
                )
              ) : (
                <PagedTable
                  byName
                  label={t.title}
                  page={page}
                  cursor={cursor}
                  onCursor={(next) => void navigate({ search: (now) => ({ ...now, cursor: next }) })}
                  rowKey={({ id }) => id}
                  rowName={nameOf}
                  columns={columns}
                  link={{
                    column: "schedule",
                    to: ({ id }) => ({ to: "/schedules/$id", params: { id } }),
                  }}
                  {...(may ? { selection: { chosen, onChange: setChosen } } : {})}
                />
              )
            }
          </Reading>
        </Panel>
      )}
    </Page>
  );
}

function nameOf({ process, name }: Schedule): string {
  return `${process}/${name}`;
}

/** The switch and Run now of a row; an error is said there, too. */
function RowActions({ schedule }: { schedule: Schedule }) {
  const t = useTexts(texts);
  const words = useTexts(scheduleTexts);
  const errorText = useErrorText();
  const { pausing, running, togglePaused, runNow } = useScheduleActions(schedule);
  const error = pausing.error ?? running.error;
  const failed =
    running.data && !running.data.run_id ? words.notStarted(running.data.reason ?? "") : undefined;
  const wrong = error ? errorText(error).text : failed;
  return (
    <Above>
      <Group gap={8} wrap="nowrap">
        <Switch
          size="sm"
          aria-label={words.pauseName(nameOf(schedule))}
          checked={!schedule.paused}
          disabled={!togglePaused}
          onChange={() => togglePaused?.()}
        />
        {running.isPending ? (
          <Loader size={14} />
        ) : (
          <Tooltip label={wrong ?? words.runNow} multiline maw={320}>
            <ActionIcon
              size={24}
              aria-label={t.runName(nameOf(schedule))}
              disabled={!runNow}
              onClick={runNow}
              {...(wrong ? { color: "red" } : {})}
            >
              <IconPlayerTrackNext size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
    </Above>
  );
}

/** Pause and Resume of those that are selected: what the buttons say is what they do. */
function Several({ schedules, onDone }: { schedules: readonly Schedule[]; onDone: () => void }) {
  const t = useTexts(texts);
  const offline = useConnectionLost() !== null;
  const change = useChange(
    async ({ ids, paused }: { ids: string[]; paused: boolean }) => {
      const errors: ApiError[] = [];
      for (const id of ids) {
        try {
          await setPaused(id, paused);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          errors.push(error);
        }
      }
      return { paused, done: ids.length - errors.length, errors };
    },
    { refresh: [...REFRESH], onSuccess: ({ errors }) => errors.length === 0 && onDone() },
  );
  const running = schedules.filter(({ paused }) => !paused).map(({ id }) => id);
  const paused = schedules.filter((schedule) => schedule.paused).map(({ id }) => id);
  const said = change.data;
  return (
    <>
      {schedules.length > 0 && (
        <Group gap="xs">
          <span>{t.selected(schedules.length)}</span>
          {running.length > 0 && (
            <Button
              variant="default"
              disabled={offline || change.isPending}
              leftSection={<IconPlayerPause size={16} />}
              onClick={() => change.mutate({ ids: running, paused: true })}
            >
              {t.pauseAll(running.length)}
            </Button>
          )}
          {paused.length > 0 && (
            <Button
              variant="default"
              disabled={offline || change.isPending}
              leftSection={<IconPlayerPlay size={16} />}
              onClick={() => change.mutate({ ids: paused, paused: false })}
            >
              {t.resumeAll(paused.length)}
            </Button>
          )}
          <Button variant="subtle" onClick={onDone}>
            {t.clear}
          </Button>
        </Group>
      )}
      <Report
        of={change}
        pending={t.working}
        done={said && said.done > 0 && (said.paused ? t.pausedAll(said.done) : t.resumedAll(said.done))}
      />
      {said?.errors[0] && <ErrorNote error={said.errors[0]} />}
    </>
  );
}
