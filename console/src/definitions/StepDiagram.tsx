import { useEffect } from "react";
import { useDiagram } from "~/components/diagram/useDiagram";
import { ZoomTools } from "~/components/diagram/ZoomTools";
import { elementOf, pathOf } from "~/runs/bpmn";
import { useTexts } from "~/texts";
import type { Model } from "./structure/model";
import classes from "./Diagrams.module.css";
import { texts } from "./texts";

/** A version as it is drawn; a step that is pressed is the one whose lines the source marks. */
export default function StepDiagram({
  name,
  xml,
  model,
  step,
  onStep,
}: {
  name: string;
  xml: string;
  model: Model | undefined;
  step: string | undefined;
  onStep: (path: string | undefined) => void;
}) {
  const t = useTexts(texts);
  const { place, diagram, error } = useDiagram(xml, (element) => {
    const path = pathOf(element);
    if (model?.steps.some((known) => known.path === path)) onStep(path === step ? undefined : path);
  });
  useEffect(() => diagram?.mark("step-chosen", step ? [elementOf(step)] : []), [diagram, step]);
  return (
    <div className={classes.single}>
      <div className={classes.tools}>
        <ZoomTools of={diagram} />
      </div>
      {error && (
        <p className={classes.failed}>
          {t.noDiagram} {error}
        </p>
      )}
      <div ref={place} role="group" aria-label={t.diagramOf(name)} className={classes.place} />
    </div>
  );
}
