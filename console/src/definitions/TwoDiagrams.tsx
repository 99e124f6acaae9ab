import { useEffect, useEffectEvent } from "react";
import { useDiagram } from "~/components/diagram/useDiagram";
import type { Diagram, View } from "~/components/diagram/viewer";
import { elementOf, pathOf } from "~/runs/bpmn";
import { useTexts } from "~/texts";
import classes from "./Diagrams.module.css";
import { signElement } from "./Sign";
import type { Mark } from "./structure/compare";
import { flowsOnlyIn } from "./structure/flows";
import { texts } from "./texts";

type Side = { xml: string; name: string; marks: ReadonlyMap<string, Mark> };

/** Two versions side by side: they move and zoom together, and what is different stands out in each. */
export default function TwoDiagrams({
  left,
  right,
  chosen,
  onChoose,
}: {
  left: Side;
  right: Side;
  /** Paths of the step in the middle: before, after. */
  chosen: { left: string | undefined; right: string | undefined };
  onChoose: (path: string) => void;
}) {
  const t = useTexts(texts);
  const one = useDiagram(left.xml, (element) => onChoose(pathOf(element)));
  const other = useDiagram(right.xml, (element) => onChoose(pathOf(element)));
  const [a, b] = [one.diagram, other.diagram];
  useEffect(() => {
    if (!a || !b) return;
    // The one that is moved moves the other, which must not answer.
    let moving = false;
    const follow = (whom: Diagram) => (view: View) => {
      if (moving) return;
      moving = true;
      whom.show(view);
      moving = false;
    };
    a.onView(follow(b));
    b.onView(follow(a));
    // Both begin with the same part at the same size: that of the larger one, which shows all of itself.
    const larger = a.view().scale <= b.view().scale ? a : b;
    larger.fit();
  }, [a, b]);
  const paint = useEffectEvent((diagram: Diagram, own: Side, twin: Diagram) => {
    const elements = (mark: Mark) =>
      [...own.marks].filter(([, each]) => each === mark).map(([path]) => elementOf(path));
    const words: Record<Mark, string> = {
      added: t.markAdded,
      removed: t.markRemoved,
      changed: t.markChanged,
    };
    const flows = flowsOnlyIn(diagram.flows(), twin.flows());
    const isLeft = own === left;
    diagram.mark("diff-added", [...elements("added"), ...(isLeft ? [] : flows)]);
    diagram.mark("diff-removed", [...elements("removed"), ...(isLeft ? flows : [])]);
    diagram.mark("diff-changed", elements("changed"));
    diagram.label(
      [...own.marks].map(([path, mark]) => ({
        element: elementOf(path),
        corner: "left" as const,
        html: signElement(mark, words[mark]),
      })),
    );
  });
  useEffect(() => {
    if (!a || !b) return;
    paint(a, left, b);
    paint(b, right, a);
  }, [a, b, left, right]);
  useEffect(() => {
    const [from, to] = [chosen.left, chosen.right].map((path) => (path ? elementOf(path) : undefined));
    a?.mark("step-chosen", from ? [from] : []);
    b?.mark("step-chosen", to ? [to] : []);
    // The newer one leads; the older follows it, and is asked only where the newer has no such step.
    if (to) b?.centre(to);
    else if (from) a?.centre(from);
  }, [a, b, chosen.left, chosen.right]);
  return (
    <div className={classes.two}>
      {[
        { side: left, drawn: one },
        { side: right, drawn: other },
      ].map(({ side, drawn }) => (
        <div key={side.name}>
          <p className={classes.sideHead}>{side.name}</p>
          {drawn.error && (
            <p className={classes.failed}>
              {t.noDiagram} {drawn.error}
            </p>
          )}
          <div ref={drawn.place} role="group" aria-label={t.diagramOf(side.name)} className={classes.side} />
        </div>
      ))}
    </div>
  );
}
