import { useQuery } from "@tanstack/react-query";
import { readText } from "~/api";

/** A step of a process as its diagram has it. */
export type DiagramStep = { path: string; name: string; calls: boolean };

const STEP = /^(.*Task|task|subProcess|.*Gateway|intermediateCatchEvent|endEvent)$/;

/** The diagram of a version; it never changes. */
export function useBpmn(key: string, version: number) {
  return useQuery({
    ...readText("/api/v1/definitions/{key}/{version}/bpmn", { params: { path: { key, version } } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The id an element of a step has in the diagram. */
export function elementOf(path: string): string {
  return path.replaceAll("/", ".");
}

/** The path of the step an element stands for. */
export function pathOf(element: string): string {
  return element.replaceAll(".", "/");
}

/** The steps of a diagram, as they stand in it; links, catches and starts are no steps. */
export function stepsOf(xml: string): DiagramStep[] {
  const found: DiagramStep[] = [];
  for (const element of new DOMParser().parseFromString(xml, "application/xml").getElementsByTagName("*")) {
    const id = element.getAttribute("id");
    if (!id || !STEP.test(element.localName) || id.startsWith("LinkFrom_")) continue;
    // A handler of errors is drawn as a process of its own.
    if (element.getAttribute("triggeredByEvent") === "true") continue;
    const calls = element.localName === "serviceTask" || element.localName === "intermediateCatchEvent";
    found.push({ path: pathOf(id), name: element.getAttribute("name") ?? id, calls });
  }
  return found;
}

/** Whether a step calls or waits, or a step inside of it does. */
export function callsWithin(steps: readonly DiagramStep[], path: string): boolean {
  return steps.some((step) => step.calls && (step.path === path || step.path.startsWith(`${path}/`)));
}

/** The steps beside one, in the same body: where a token that stands at it can be put. */
export function beside(steps: readonly DiagramStep[], path: string): DiagramStep[] {
  const body = bodyOf(path);
  return steps.filter((step) => step.path !== path && bodyOf(step.path) === body);
}

function bodyOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
