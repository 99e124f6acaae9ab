import { Anchor, Button, Group, Tabs } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconSlash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactNode, startTransition, Suspense, useEffect, useState } from "react";
import { read, type Run, type StreamState, useConnectionLost } from "~/api";
import { Id } from "~/components/id/Id";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Boundary } from "~/components/panel/Boundary";
import { Report } from "~/components/report/Report";
import { Empty } from "~/components/states/Empty";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Skeletons } from "~/components/states/Skeletons";
import { Status } from "~/components/status/Status";
import { hasEnded } from "~/components/status/statuses";
import { Duration } from "~/components/time/Duration";
import { useNow } from "~/components/time/now";
import { Time, useZone, ZoneOfPage } from "~/components/time/Time";
import { person, reason, sentence } from "~/runs/sentence";
import { texts as runTexts } from "~/runs/texts";
import { useRunActions } from "~/runs/useRunActions";
import { usePageActions } from "~/shell/pageActions";
import { useShortcuts } from "~/shell/shortcuts";
import { useLanguage, useNumber, useTexts } from "~/texts";
import { common } from "~/texts/common";
import said from "~/components/page/Facts.module.css";
import classes from "./RunPage.module.css";
import { Incidents } from "./incidents/Incidents";
import { Neighbours } from "./Neighbours";
import { PastContext, useMoment } from "./past/moment";
import { TimeSlider } from "./past/TimeSlider";
import { useRunAgain } from "./RunAgain";
import { runRoute, TABS } from "./route";
import { StepsTab } from "./StepsTab";
import { texts } from "./texts";
import { useKnown } from "./useKnown";
import { useLiveRun } from "./useLiveRun";
import { useTop } from "./useTop";

const TAB = {
  diagram: lazy(() => import("./diagram/DiagramTab")),
  steps: StepsTab,
  timeline: lazy(() => import("./timeline/TimelineTab")),
  journal: lazy(() => import("./journal/JournalTab")),
  variables: lazy(() => import("./variables/VariablesTab")),
  calls: lazy(() => import("./CallsTab")),
};

/** `/runs/:id`: what is true of the run in words, what can be done about it, and then everything it did. */
export function RunPage() {
  const t = useTexts(texts);
  const { id } = runRoute.useParams();
  const { run, stream } = useLiveRun(id);
  if (run.data) {
    return (
      <>
        {run.error && <ErrorNote error={run.error} onRetry={() => void run.refetch()} />}
        <ZoneOfPage value={run.data.timezone ?? undefined}>
          <RunView run={run.data} stream={stream} />
        </ZoneOfPage>
      </>
    );
  }
  if (run.error?.kind === "not-found" || run.error?.kind === "bad-request") {
    return (
      <Page title={t.notFound}>
        <Empty title={t.notFound} action={<LinkButton to="/runs">{t.runs}</LinkButton>}>
          {t.notFoundWhy}
        </Empty>
      </Page>
    );
  }
  return (
    <Page>
      {run.error ? (
        <ErrorNote error={run.error} onRetry={() => void run.refetch()} />
      ) : (
        <Skeletons rows={12} height={32} />
      )}
    </Page>
  );
}

/** The run as it is, or as it stood at the moment of the address: everything below shows one and the same. */
function RunView({ run, stream }: { run: Run; stream: StreamState }) {
  const t = useTexts(texts);
  const words = useTexts(common);
  const runWords = useTexts(runTexts);
  const number = useNumber();
  const language = useLanguage();
  const zone = useZone();
  const { tab = "diagram", at } = runRoute.useSearch();
  const navigate = runRoute.useNavigate();
  const { shown, past, moment, seq } = useMoment(run, at);
  const clock = useNow(hasEnded(shown.status) ? "minute" : "second");
  const here = { language, zone, now: past ? Date.parse(past.at) : clock };
  const actions = useRunActions(run);
  const again = useRunAgain(run);
  const definition = useQuery(read("/api/v1/definitions/{key}", { params: { path: { key: run.process } } }));
  const inPast = seq !== undefined;
  const startRetry = inPast ? undefined : actions.startRetry;
  const askCancel = inPast ? undefined : actions.askCancel;
  const lost = useConnectionLost() !== null;
  useShortcuts({
    ...(startRetry ? { KeyR: startRetry } : {}),
    Period: () => void navigator.clipboard.writeText(run.id),
  });
  usePageActions([
    ...(startRetry ? [{ label: words.retry, run: startRetry }] : []),
    ...(askCancel ? [{ label: `${words.cancel} …`, run: () => void askCancel() }] : []),
    { label: t.copyId, run: () => void navigator.clipboard.writeText(run.id) },
  ]);
  const whole = shown.status === "running" || shown.status === "waiting" ? shown.progress?.[0] : undefined;
  const why = reason(shown, here) ?? (whole && runWords.ofTotal(number(whole.done), number(whole.total)));
  const known = useKnown(shown, past?.seq);
  // What is true is there first; what the tab has to draw follows in a task of its own.
  const [framed, setFramed] = useState(false);
  useEffect(() => startTransition(() => setFramed(true)), []);
  const { above, below } = useTop();
  const Shown = TAB[tab];
  return (
    <PastContext value={past}>
      <Page
        title={definition.data?.name ?? run.process}
        aside={
          <Group gap="xs">
            <Status of={shown.status} large {...(why ? { reason: why } : {})} />
            <Id of={run.id} />
            <Neighbours id={run.id} />
            {!hasEnded(run.status) && !inPast && (
              <span className={classes.live} data-state={lost ? "lost" : stream}>
                {lost ? t.notLive : stream === "live" ? t.live : stream === "lost" ? t.lost : t.connecting}
              </span>
            )}
          </Group>
        }
        actions={!inPast && <Buttons run={run} actions={actions} again={again.buttons} />}
      >
        <div ref={above} className={classes.stack}>
          <div className={shown.incidents > 0 ? classes.problem : classes.calm}>
            <p className={said.sentence}>{sentence(shown, here, known)}</p>
            <Incidents run={shown} may={actions.may} off={actions.off} retryAll={startRetry} />
            <RetryReport actions={actions} />
          </div>
          <Report of={again.start} pending={t.starting} />
          <Report of={actions.pause} />
          <Report of={actions.resume} />
          <CancelReport actions={actions} />
          <Facts run={shown} now={past?.at} newest={definition.data?.version} />
          <TimeSlider
            run={run}
            seq={seq}
            onMove={(next) => void navigate({ search: (was) => ({ ...was, at: next }), replace: true })}
          />
          {inPast && moment.error && <ErrorNote error={moment.error} onRetry={() => void moment.refetch()} />}
        </div>
        <Tabs
          ref={below}
          value={tab}
          keepMounted={false}
          onChange={(value) => {
            const next = TABS.find((name) => name === value);
            void navigate({
              search: (was) => ({ ...was, tab: next === "diagram" ? undefined : next }),
              replace: true,
            });
          }}
        >
          <Tabs.List mb="sm">
            {TABS.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {TABS.map((name) => (
            <Tabs.Panel key={name} value={name}>
              {framed && name === tab && (
                <Boundary>
                  <Suspense fallback={<Skeletons rows={8} height={32} />}>
                    {inPast && !past ? <Skeletons rows={8} height={32} /> : <Shown run={shown} />}
                  </Suspense>
                </Boundary>
              )}
            </Tabs.Panel>
          ))}
        </Tabs>
      </Page>
    </PastContext>
  );
}

/** What fits the run as it stands; off, with the reason, while the service does not answer. */
function Buttons({ run, actions, again }: { run: Run; actions: Actions; again: ReactNode }) {
  const words = useTexts(common);
  const runWords = useTexts(runTexts);
  const { startPause, startResume, askCancel, off } = actions;
  if (!actions.may) return null;
  const ended = hasEnded(run.status);
  const paused = run.status === "suspended";
  return (
    <Group gap="xs">
      {!ended && !paused && (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={16} />}
          disabled={!startPause}
          title={off}
          onClick={startPause}
        >
          {runWords.pause}
        </Button>
      )}
      {!ended && paused && (
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          disabled={!startResume}
          title={off}
          onClick={startResume}
        >
          {runWords.resume}
        </Button>
      )}
      {!ended && (
        <Button
          variant="default"
          leftSection={<IconSlash size={16} />}
          disabled={!askCancel}
          title={off}
          onClick={() => void askCancel?.()}
        >
          {words.cancel}
        </Button>
      )}
      {again}
    </Group>
  );
}

type Actions = ReturnType<typeof useRunActions>;

function RetryReport({ actions: { retry, retryDone } }: { actions: Actions }) {
  const t = useTexts(runTexts);
  return <Report of={retry} pending={t.retrying} done={retry.data && retryDone(retry.data)} />;
}

function CancelReport({ actions: { cancel, cancelDone } }: { actions: Actions }) {
  const t = useTexts(runTexts);
  return <Report of={cancel} pending={t.cancelling} done={cancel.data && cancelDone(cancel.data)} />;
}

function Facts({ run, now, newest }: { run: Run; now: string | undefined; newest: number | undefined }) {
  const t = useTexts(texts);
  const number = useNumber();
  return (
    <dl className={said.facts}>
      {run.business_key && (
        <div>
          <dt>{t.key}</dt>
          <dd>{run.business_key}</dd>
        </div>
      )}
      <div>
        <dt>{t.by}</dt>
        <dd>{person(run.started_by)}</dd>
      </div>
      <div>
        <dt>{t.accepted}</dt>
        <dd>
          <Time at={run.created_at} />
        </dd>
      </div>
      {run.ended_at && (
        <div>
          <dt>{t.ended}</dt>
          <dd>
            <Time at={run.ended_at} />
          </dd>
        </div>
      )}
      <div>
        <dt>{t.duration}</dt>
        <dd>
          <Duration from={run.started_at ?? run.created_at} to={run.ended_at ?? now} />
        </dd>
      </div>
      <div>
        <dt>{t.version}</dt>
        <dd>
          <Anchor
            inherit
            renderRoot={(props) => (
              <Link
                to="/definitions/$key/$version"
                params={{ key: run.process, version: String(run.version) }}
                {...props}
              />
            )}
          >
            {number(run.version)}
          </Anchor>
          {newest !== undefined && newest > run.version && (
            <>
              {", "}
              <Anchor
                inherit
                renderRoot={(props) => (
                  <Link
                    to="/definitions/$key/$version"
                    params={{ key: run.process, version: String(newest) }}
                    search={{ diff: `${run.version}..${newest}` }}
                    {...props}
                  />
                )}
              >
                {t.newest(number(newest))}
              </Anchor>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{t.facts}</dt>
        <dd>{number(run.facts)}</dd>
      </div>
    </dl>
  );
}
