import { Button, Group } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { Run } from "~/api";
import { Report } from "~/components/report/Report";
import { type Incident, incidentsOf } from "~/runs/incidents";
import { texts as runTexts } from "~/runs/texts";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";
import { ErrorView } from "../ErrorView";
import { usePast } from "../past/moment";
import { texts as pastTexts } from "../past/texts";
import classes from "../RunPage.module.css";
import { Acts, type Kind } from "./Acts";
import { causesOf } from "./causes";
import { CauseLine, IncidentLine } from "./lines";
import { texts } from "./texts";
import { useIncidentActs } from "./useIncidentActs";

const DIALOG = {
  edit: lazy(async () => ({ default: (await import("./dialogs")).EditDialog })),
  skip: lazy(async () => ({ default: (await import("./dialogs")).SkipDialog })),
  move: lazy(async () => ({ default: (await import("./dialogs")).MoveDialog })),
};

/** So many incidents have a line each; of more there is a line a cause, so that the run is not pushed off the screen. */
const FEW = 3;
/** Causes that are listed at first. */
const CAUSES = 4;

/**
 * What can be done about each step that stopped, where the page says that it did. One incident has its buttons beside
 * the retry of the run; of several each has a line, of many each cause has. Stays when none is left: it says how the last
 * act went. `retryAll`: nothing while it cannot be asked for; `off`: why not.
 */
export function Incidents({
  run,
  may,
  off,
  retryAll,
}: {
  run: Run;
  may: boolean;
  off: string | undefined;
  retryAll: (() => void) | undefined;
}) {
  const t = useTexts(texts);
  const words = useTexts(common);
  const { change, done } = useIncidentActs(run);
  const [open, setOpen] = useState<{ kind: Kind; at: Incident }>();
  const [all, setAll] = useState(false);
  const [details, setDetails] = useState(false);
  const past = usePast() !== undefined;
  const pastWords = useTexts(pastTexts);
  const runWords = useTexts(runTexts);
  const incidents = incidentsOf(run);
  const single = incidents.length === 1 ? incidents[0] : undefined;
  const causes = causesOf(incidents);
  const many = incidents.length > FEW && causes.length < incidents.length;
  const actable = may && !past;
  const acts = {
    may: actable,
    off: off ?? (change.isPending ? t.asking : undefined),
    onAsk: (kind: Kind, at: Incident) => {
      change.reset();
      setOpen({ kind, at });
    },
    onRetry: (of: [Incident, ...Incident[]]) =>
      change.mutate(of.length === 1 ? { at: of[0], act: "retry" } : { at: of[0], act: "retryEach", of }),
  };
  const Dialog = open && DIALOG[open.kind];
  return (
    <>
      {past && <p className={classes.dim}>{pastWords.off}</p>}
      {run.incidents > 0 && (
        <Group gap="xs">
          {!may && !past && <span className={classes.dim}>{runWords.mayNot}</span>}
          {actable && (
            <Button
              leftSection={<IconRefresh size={16} />}
              disabled={!retryAll}
              title={off}
              onClick={() => retryAll?.()}
            >
              {incidents.length > 1 ? t.retryAll(run.incidents) : words.retry}
            </Button>
          )}
          {single && <Acts at={single} {...acts} />}
          {single && (
            <Button variant="subtle" aria-expanded={details} onClick={() => setDetails(!details)}>
              {t.details}
            </Button>
          )}
        </Group>
      )}
      {single && details && <ErrorView error={single.error} />}
      {!single && incidents.length > 0 && (
        <ul className={classes.incidents} aria-label={t.stopped}>
          {many
            ? causes
                .slice(0, all ? undefined : CAUSES)
                .map((cause) => <CauseLine key={cause.key} cause={cause} {...acts} />)
            : incidents
                .slice(0, all ? undefined : CAUSES)
                .map((at) => <IncidentLine key={at.token} at={at} {...acts} />)}
        </ul>
      )}
      {!single && !all && (many ? causes : incidents).length > CAUSES && (
        <Group>
          <Button variant="default" size="compact-sm" onClick={() => setAll(true)}>
            {t.showMore((many ? causes : incidents).length - CAUSES)}
          </Button>
        </Group>
      )}
      {!open && <Report of={change} pending={t.asking} done={done} />}
      {open && Dialog && (
        <Suspense>
          <Dialog
            run={run}
            at={open.at}
            of={change}
            onAsk={(asked) => change.mutate(asked, { onSuccess: () => setOpen(undefined) })}
            onClose={() => setOpen(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}
