import { Button, Group } from "@mantine/core";
import { IconArrowRight, IconPencil, IconPlayerSkipForward, IconRefresh } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { type Run, useConnectionLost, useMay } from "~/api";
import { Report } from "~/components/report/Report";
import { useNumber, useTexts } from "~/texts";
import { common } from "~/texts/common";
import { usePast } from "../past/moment";
import { texts as pastTexts } from "../past/texts";
import classes from "../RunPage.module.css";
import { texts } from "./texts";
import { type Incident, incidentsOf, useIncidentActs } from "./useIncidentActs";

const DIALOG = {
  edit: lazy(async () => ({ default: (await import("./dialogs")).EditDialog })),
  skip: lazy(async () => ({ default: (await import("./dialogs")).SkipDialog })),
  move: lazy(async () => ({ default: (await import("./dialogs")).MoveDialog })),
};
type Kind = keyof typeof DIALOG;

/** Incidents that are listed at first, so that the problem does not push the run off the screen. */
const AT_FIRST = 3;

/**
 * What can be done about each step that stopped, where the page says that it did. One incident has its buttons beside
 * the retry of the run; of several each has a line. Stays when none is left: it says how the last act went.
 */
export function Incidents({ run, retryAll }: { run: Run; retryAll: (() => void) | undefined }) {
  const t = useTexts(texts);
  const words = useTexts(common);
  const number = useNumber();
  const may = useMay("operator");
  const offline = useConnectionLost() !== null;
  const { change, done } = useIncidentActs(run);
  const [open, setOpen] = useState<{ kind: Kind; at: Incident }>();
  const [shown, setShown] = useState(AT_FIRST);
  const incidents = incidentsOf(run);
  const single = incidents.length === 1 ? incidents[0] : undefined;
  const ask = (kind: Kind, at: Incident) => {
    change.reset();
    setOpen({ kind, at });
  };
  const past = usePast() !== undefined;
  const pastWords = useTexts(pastTexts);
  const usable = may && !offline && !past && !change.isPending;
  const buttons = (at: Incident) => (
    <>
      <Act small={!single} icon={<IconPencil size={16} />} onClick={() => ask("edit", at)} at={at}>
        {t.editRetry}
      </Act>
      {at.can_skip && (
        <Act
          small={!single}
          icon={<IconPlayerSkipForward size={16} />}
          onClick={() => ask("skip", at)}
          at={at}
        >
          {t.skip}
        </Act>
      )}
      {at.can_move && (
        <Act small={!single} icon={<IconArrowRight size={16} />} onClick={() => ask("move", at)} at={at}>
          {t.move}
        </Act>
      )}
    </>
  );
  const Dialog = open && DIALOG[open.kind];
  return (
    <>
      {past && <p className={classes.dim}>{pastWords.off}</p>}
      <Group gap="xs">
        {retryAll && (
          <Button leftSection={<IconRefresh size={16} />} onClick={retryAll}>
            {incidents.length > 1 ? t.retryAll(run.incidents) : words.retry}
          </Button>
        )}
        {usable && single && buttons(single)}
      </Group>
      {!single && incidents.length > 0 && (
        <ul className={classes.incidents} aria-label={t.stopped}>
          {incidents.slice(0, shown).map((at) => (
            <li key={at.token}>
              <span className={classes.step}>{at.step}</span>
              {typeof at.item === "number" && (
                <span className={classes.dim}>{t.item(number(at.item + 1))}</span>
              )}
              <span className={classes.incidentWhy} title={at.error.message}>
                {at.error.message}
              </span>
              {usable && (
                <Group gap={4} wrap="nowrap">
                  <Act
                    small
                    icon={<IconRefresh size={16} />}
                    onClick={() => change.mutate({ at, act: "retry" })}
                    at={at}
                  >
                    {words.retry}
                  </Act>
                  {buttons(at)}
                </Group>
              )}
            </li>
          ))}
        </ul>
      )}
      {incidents.length > shown && (
        <Group>
          <Button variant="default" size="compact-sm" onClick={() => setShown(shown + 20)}>
            {t.showMore(incidents.length - shown)}
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

function Act({
  small,
  icon,
  at,
  onClick,
  children,
}: {
  small: boolean;
  icon: ReactNode;
  at: Incident;
  onClick: () => void;
  children: string;
}) {
  const t = useTexts(texts);
  return (
    <Button
      variant="default"
      leftSection={icon}
      onClick={onClick}
      // Several steps have the same words on their buttons.
      {...(small ? { size: "compact-sm", "aria-label": t.of(children, at.step) } : {})}
    >
      {children}
    </Button>
  );
}
