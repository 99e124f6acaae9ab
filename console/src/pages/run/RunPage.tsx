import { Button, Group, Tabs } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconSlash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { read, type Run, type StreamState } from "~/api";
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
import { reason, sentence } from "~/runs/sentence";
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
  useShortcuts({
    ...(startRetry ? { KeyR: startRetry } : {}),
    Period: () => void navigator.clipboard.writeText(run.id),
  });
  usePageActions([
    ...(startRetry ? [{ label: words.retry, run: startRetry }] : []),
    ...(askCancel ? [{ label: `${words.cancel} …`, run: () => void askCancel() }] : []),
    { label: t.copyId, run: () => void navigator.clipboard.writeText(run.id) },
  ]);
  const why = reason(shown, here);
  const known = useKnown(shown, past?.seq);
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
              <span className={classes.live} data-state={stream}>
                {stream === "live" ? t.live : stream === "lost" ? t.lost : t.connecting}
              </span>
            )}
          </Group>
        }
        actions={!inPast && <Buttons actions={actions} again={again.buttons} />}
      >
        <div className={shown.incidents > 0 ? classes.problem : classes.stack}>
          <p className={said.sentence}>{sentence(shown, here, known)}</p>
          <Incidents run={shown} retryAll={run.incidents > 0 ? startRetry : undefined} />
          <RetryReport actions={actions} />
        </div>
        <Report of={again.start} pending={t.starting} />
        <Report of={actions.pause} />
        <Report of={actions.resume} />
        <CancelReport actions={actions} />
        <Facts run={shown} now={past?.at} />
        <TimeSlider
          run={run}
          seq={seq}
          onMove={(next) => void navigate({ search: (was) => ({ ...was, at: next }), replace: true })}
        />
        {inPast && moment.error && <ErrorNote error={moment.error} onRetry={() => void moment.refetch()} />}
        <Tabs
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
              {name === tab && (
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

function Buttons({ actions, again }: { actions: Actions; again: ReactNode }) {
  const words = useTexts(common);
  const runWords = useTexts(runTexts);
  const { startPause, startResume, askCancel } = actions;
  return (
    <Group gap="xs">
      {startPause && (
        <Button variant="default" leftSection={<IconPlayerPause size={16} />} onClick={startPause}>
          {runWords.pause}
        </Button>
      )}
      {startResume && (
        <Button leftSection={<IconPlayerPlay size={16} />} onClick={startResume}>
          {runWords.resume}
        </Button>
      )}
      {askCancel && (
        <Button variant="default" leftSection={<IconSlash size={16} />} onClick={() => void askCancel()}>
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

function Facts({ run, now }: { run: Run; now: string | undefined }) {
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
        <dd>{run.started_by}</dd>
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
        <dd>{run.version}</dd>
      </div>
      <div>
        <dt>{t.facts}</dt>
        <dd>{number(run.facts)}</dd>
      </div>
    </dl>
  );
}
