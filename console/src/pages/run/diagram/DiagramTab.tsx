import { ActionIcon, Button, Group, Tooltip } from "@mantine/core";
import { IconArrowsMaximize, IconListDetails, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import { type ReactNode, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { Run } from "~/api";
import { type Diagram, draw } from "~/components/diagram/viewer";
import { Panel } from "~/components/panel/Panel";
import { Reading } from "~/components/states/Reading";
import { elementOf, pathOf, stepsOf, useBpmn } from "~/runs/bpmn";
import { useNumber, useTexts } from "~/texts";
import pageClasses from "../RunPage.module.css";
import { runRoute } from "../route";
import { StepSelect } from "../StepSelect";
import { texts } from "../texts";
import classes from "./Diagram.module.css";
import { type Mark, marksOf } from "./marks";

/** The process as it is drawn, with what the run does where it does it; a step that is clicked is the step of all tabs. */
export default function DiagramTab({ run }: { run: Run }) {
  const bpmn = useBpmn(run.process, run.version);
  return <Panel flush>{<Reading of={bpmn}>{(xml) => <Drawn run={run} xml={xml} />}</Reading>}</Panel>;
}

function Drawn({ run, xml }: { run: Run; xml: string }) {
  const t = useTexts(texts);
  const number = useNumber();
  const { step } = runRoute.useSearch();
  const navigate = runRoute.useNavigate();
  const place = useRef<HTMLDivElement>(null);
  const [diagram, setDiagram] = useState<Diagram>();
  const [error, setError] = useState<string>();
  const paths = useMemo(() => new Set(stepsOf(xml).map((known) => known.path)), [xml]);
  const choose = (next: string | undefined) =>
    void navigate({ search: (now) => ({ ...now, step: next }), replace: true });
  const clicked = useEffectEvent((element: string) => {
    const path = pathOf(element);
    choose(paths.has(path) && path !== step ? path : undefined);
  });
  useEffect(() => {
    const container = place.current;
    if (!container) return;
    let gone = false;
    let drawn: Diagram | undefined;
    draw(container, xml, (element) => clicked(element)).then(
      (made) => {
        if (gone) return made.destroy();
        drawn = made;
        setDiagram(made);
      },
      (why: unknown) => {
        if (!gone) setError(why instanceof Error ? why.message : String(why));
      },
    );
    return () => {
      gone = true;
      drawn?.destroy();
      setDiagram(undefined);
    };
  }, [xml]);
  // The run is read often; what is laid over the diagram changes only when it says something else.
  const now = JSON.stringify(marksOf(run));
  const label = useEffectEvent((marks: Mark[]) =>
    marks.flatMap((mark) => {
      const element = elementOf(mark.step);
      const labels: Parameters<Diagram["label"]>[0] = [];
      if (mark.total !== undefined) {
        const [done, total] = [number(mark.done ?? 0), number(mark.total)];
        const html = badge(classes.progress, `${done}/${total}`, t.itemsDone(done, total));
        labels.push({ element, corner: "left", html });
      } else if (mark.tokens > 0) {
        const html = badge(classes.tokens, number(mark.tokens), t.tokensHere(mark.tokens));
        labels.push({ element, corner: "left", html });
      }
      if (mark.stopped > 0) {
        const html = badge(classes.stopped, `! ${number(mark.stopped)}`, t.stoppedHere(mark.stopped));
        labels.push({ element, corner: "right", html });
      }
      return labels;
    }),
  );
  useEffect(() => {
    const marks = JSON.parse(now) as Mark[];
    diagram?.label(label(marks));
    const stopped = marks.filter((mark) => mark.stopped > 0);
    diagram?.mark(
      "run-stopped",
      stopped.map((mark) => elementOf(mark.step)),
    );
    const active = marks.filter((mark) => mark.stopped === 0);
    diagram?.mark(
      "run-active",
      active.map((mark) => elementOf(mark.step)),
    );
  }, [diagram, now]);
  useEffect(() => diagram?.mark("run-chosen", step ? [elementOf(step)] : []), [diagram, step]);
  return (
    <>
      <div className={pageClasses.toolbar}>
        <StepSelect run={run} value={step} onChange={choose} />
        {step && (
          <Button
            variant="default"
            leftSection={<IconListDetails size={16} />}
            onClick={() => void navigate({ search: (was) => ({ ...was, tab: "calls" }) })}
          >
            {t.callsOfStep}
          </Button>
        )}
        <Group gap={4} ml="auto">
          <Tool label={t.zoomOut} onClick={() => diagram?.zoom(1 / 1.25)}>
            <IconZoomOut size={16} />
          </Tool>
          <Tool label={t.zoomIn} onClick={() => diagram?.zoom(1.25)}>
            <IconZoomIn size={16} />
          </Tool>
          <Tool label={t.fit} onClick={() => diagram?.fit()}>
            <IconArrowsMaximize size={16} />
          </Tool>
        </Group>
      </div>
      {error && (
        <p className={pageClasses.open}>
          {t.noDiagram} {error}
        </p>
      )}
      <div ref={place} role="group" aria-label={t.diagramOf(run.process)} className={classes.place} />
    </>
  );
}

function badge(look: string | undefined, text: string, says: string): HTMLElement {
  const element = document.createElement("div");
  element.className = `${classes.badge} ${look}`;
  element.textContent = text;
  element.title = says;
  return element;
}

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
