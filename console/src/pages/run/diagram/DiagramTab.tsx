import { ActionIcon, Button, Group, Tooltip } from "@mantine/core";
import { IconArrowsMaximize, IconListDetails, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import { type ReactNode, useEffect, useEffectEvent, useMemo } from "react";
import type { Run } from "~/api";
import { useDiagram } from "~/components/diagram/useDiagram";
import type { Diagram } from "~/components/diagram/viewer";
import { Panel } from "~/components/panel/Panel";
import { Reading } from "~/components/states/Reading";
import { elementOf, pathOf, stepsOf, useBpmn } from "~/runs/bpmn";
import { Toggles } from "~/components/filters/Toggles";
import { formatDuration } from "~/components/time/format";
import { useLanguage, useNumber, useTexts } from "~/texts";
import pageClasses from "../RunPage.module.css";
import { HEATS, runRoute } from "../route";
import { StepSelect } from "../StepSelect";
import { texts } from "../texts";
import { useSteps } from "../useSteps";
import classes from "./Diagram.module.css";
import { type Hot, heatOf, LEVELS } from "./heat";
import { type Mark, marksOf } from "./marks";

/** The process as it is drawn, with what the run does where it does it; a step that is clicked is the step of all tabs. */
export default function DiagramTab({ run }: { run: Run }) {
  const bpmn = useBpmn(run.process, run.version);
  return <Panel flush>{<Reading of={bpmn}>{(xml) => <Drawn run={run} xml={xml} />}</Reading>}</Panel>;
}

function Drawn({ run, xml }: { run: Run; xml: string }) {
  const t = useTexts(texts);
  const number = useNumber();
  const language = useLanguage();
  const { step, heat } = runRoute.useSearch();
  const steps = useSteps(run, { enabled: heat !== undefined });
  const navigate = runRoute.useNavigate();
  const paths = useMemo(() => new Set(stepsOf(xml).map((known) => known.path)), [xml]);
  const choose = (next: string | undefined) =>
    void navigate({ search: (now) => ({ ...now, step: next }), replace: true });
  const { place, diagram, error } = useDiagram(xml, (element) => {
    const path = pathOf(element);
    choose(paths.has(path) && path !== step ? path : undefined);
  });
  // The run is read often; what is laid over the diagram changes only when it says something else.
  const hot = heat && steps.data ? heatOf(steps.data.items, heat) : [];
  const now = JSON.stringify({ marks: marksOf(run), hot });
  const label = useEffectEvent((marks: Mark[], heats: Hot[]) => [
    ...heats.map(({ step: path, ms, level }) => {
      const took = formatDuration(ms, language);
      const says = `${heat === "p95" ? t.heatP95 : t.heatSum}: ${took}`;
      const html = badge(`${classes.heatLabel} ${classes[`heat${level}`]}`, took, says);
      return { element: elementOf(path), corner: "bottom" as const, html };
    }),
    ...marks.flatMap((mark) => {
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
      if (mark.failed) {
        labels.push({ element, corner: "right", html: badge(classes.stopped, "×", t.failedHere) });
      }
      return labels;
    }),
  ]);
  useEffect(() => {
    const { marks, hot } = JSON.parse(now) as { marks: Mark[]; hot: Hot[] };
    diagram?.label(label(marks, hot));
    for (let level = 1; level <= LEVELS; level += 1) {
      const elements = hot.filter((each) => each.level === level);
      diagram?.mark(
        `run-heat-${level}`,
        elements.map((each) => elementOf(each.step)),
      );
    }
    const stopped = marks.filter((mark) => mark.stopped > 0 || mark.failed);
    diagram?.mark(
      "run-stopped",
      stopped.map((mark) => elementOf(mark.step)),
    );
    const active = marks.filter((mark) => mark.stopped === 0 && !mark.failed);
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
        <Toggles
          label={t.heat}
          value={heat ?? "off"}
          options={[
            { value: "off", label: t.heatOff },
            { value: "sum", label: t.heatSum },
            { value: "p95", label: t.heatP95 },
          ]}
          onChange={(value) => {
            const next = HEATS.find((each) => each === value);
            void navigate({ search: (was) => ({ ...was, heat: next }), replace: true });
          }}
        />
        {heat && (
          <span className={classes.legend} aria-hidden>
            {t.heatLess}
            {Array.from({ length: LEVELS }, (_, index) => (
              <i key={index} className={classes[`heat${index + 1}`]} />
            ))}
            {t.heatMore}
          </span>
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
