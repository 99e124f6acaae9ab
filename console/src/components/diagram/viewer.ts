import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/diagram-js.css";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type EventBus from "diagram-js/lib/core/EventBus";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";
import classes from "./Canvas.module.css";

/** A drawn diagram and what is laid over it. */
export type Diagram = {
  /** Puts labels at the corners of elements; those of before go. */
  label: (labels: { element: string; corner: "left" | "right" | "bottom"; html: HTMLElement }[]) => void;
  /** Gives some elements a class, and takes it from all others. */
  mark: (name: string, elements: readonly string[]) => void;
  zoom: (by: number) => void;
  fit: () => void;
  /** Brings an element into the middle. */
  centre: (element: string) => void;
  /** Every flow, by the elements it connects. */
  flows: () => { id: string; from: string; to: string }[];
  /** What part is seen; set, it is the same part of another diagram. */
  view: () => View;
  show: (view: View) => void;
  /** Calls back when another part is seen. */
  onView: (seen: (view: View) => void) => void;
  destroy: () => void;
};

/** A part of a diagram: its corner in the diagram's own coordinates, and how large it is drawn. */
export type View = { x: number; y: number; scale: number };

const OVERLAY = "run";
const CORNERS = {
  left: { top: -12, left: -8 },
  right: { top: -12, right: 24 },
  bottom: { bottom: 10, left: 6 },
};
/** Around the middle of what is seen; the types of the library know only a point. */
const MIDDLE = "auto" as never;

/** Draws BPMN into `container` in the colours of the page; calls `onClick` with the id of an element. */
export async function draw(
  container: HTMLElement,
  xml: string,
  onClick: (element: string) => void,
): Promise<Diagram> {
  if (classes.canvas) container.classList.add(classes.canvas);
  const viewer = new NavigatedViewer({
    container,
    bpmnRenderer: {
      defaultFillColor: "var(--diagram-fill)",
      defaultStrokeColor: "var(--diagram-line)",
      defaultLabelColor: "var(--diagram-text)",
    },
    textRenderer: {
      defaultStyle: { fontFamily: "Inter Variable, sans-serif", fontSize: 12 },
      externalStyle: { fontSize: 12 },
    },
  });
  try {
    await viewer.importXML(xml);
  } catch (error) {
    viewer.destroy();
    throw error;
  }
  const canvas = viewer.get<Canvas>("canvas");
  const overlays = viewer.get<Overlays>("overlays");
  const registry = viewer.get<ElementRegistry>("elementRegistry");
  const marked = new Map<string, readonly string[]>();
  viewer.get<EventBus>("eventBus").on("element.click", (event: { element: { id: string } }) => {
    onClick(event.element.id);
  });
  const fit = () => {
    canvas.zoom("fit-viewport", MIDDLE);
    // A small process is not blown up: its words keep their size.
    if (canvas.zoom() > 1) canvas.zoom(1, MIDDLE);
  };
  fit();
  return {
    label: (labels) => {
      overlays.remove({ type: OVERLAY });
      for (const { element, corner, html } of labels) {
        if (!registry.get(element)) continue;
        overlays.add(element, OVERLAY, { position: CORNERS[corner], html });
      }
    },
    mark: (name, elements) => {
      for (const element of marked.get(name) ?? []) canvas.removeMarker(element, name);
      const known = elements.filter((element) => registry.get(element));
      for (const element of known) canvas.addMarker(element, name);
      marked.set(name, known);
    },
    zoom: (by) => canvas.zoom(Math.min(Math.max(canvas.zoom() * by, 0.2), 4), MIDDLE),
    fit,
    centre: (element) => {
      const found = registry.get(element);
      if (found) canvas.scrollToElement(found, 80);
    },
    flows: () =>
      registry
        .filter((element) => "source" in element && "target" in element)
        .map((element) => {
          const { id, source, target } = element as {
            id: string;
            source: { id: string };
            target: { id: string };
          };
          return { id, from: source.id, to: target.id };
        }),
    view: () => seenOf(canvas),
    show: ({ x, y, scale }) => {
      const { width, height } = canvas.getSize();
      canvas.viewbox({ x, y, width: width / scale, height: height / scale });
    },
    onView: (seen) => {
      viewer.get<EventBus>("eventBus").on("canvas.viewbox.changed", () => seen(seenOf(canvas)));
    },
    destroy: () => viewer.destroy(),
  };
}

function seenOf(canvas: Canvas): View {
  const { x, y, scale } = canvas.viewbox();
  return { x, y, scale };
}
