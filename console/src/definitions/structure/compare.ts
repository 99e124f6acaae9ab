import type { Model, Step, Value, ValueMap } from "./model";

/**
 * What is different between two versions, by what the definition says and not by its text: comments, order of keys and
 * ways of quoting are no change.
 *
 * Our own and not `bpmn-js-differ`: that compares BPMN elements by id, and in our export only the ids of steps are stable
 * (flows and end events are numbered), while what people change (retries, parameters, scripts) stands in the
 * definition and is in BPMN at most as text. The diagram takes its marks from here.
 */
export type Change =
  /** A step that only one of the versions has; `inside` those of it, which are not told one by one. */
  | { kind: "added" | "removed"; step: Step; inside: number }
  /** The same step under another key. */
  | { kind: "renamed"; step: Step; was: Step }
  /** What is written about a step. */
  | { kind: "changed"; step: Step; was: Step; property: Property }
  /** Steps that stay and follow each other in another order. */
  | { kind: "flow"; step: Step; was: Step }
  /** What is written about the process as a whole. */
  | { kind: "process"; property: Property };

/** A value that is different: where it stands, and what it was. `undefined` on the side that lacks it. */
export type Property = { at: readonly string[]; before: Value | undefined; after: Value | undefined };

/** Where steps of a diagram are different. */
export type Mark = "added" | "removed" | "changed";

export function compare(before: Model, after: Model): Change[] {
  const was = new Map(before.steps.map((step) => [step.path, step]));
  const is = new Map(after.steps.map((step) => [step.path, step]));
  const renamed = renames(before, after);
  const oldOf = (step: Step) => was.get(step.path) ?? renamed.get(step);
  const gone = new Set([...renamed.values()]);

  const changes: Change[] = differences([], before.properties, after.properties).map((property) => ({
    kind: "process",
    property,
  }));
  for (const step of after.steps) {
    const old = oldOf(step);
    if (!old) {
      if (!isInside(step, (outer) => is.has(outer) && !was.has(outer))) {
        changes.push({ kind: "added", step, inside: inside(after, step) });
      }
      continue;
    }
    if (old.path !== step.path) changes.push({ kind: "renamed", step, was: old });
    if (old.kind !== step.kind) {
      const property = { at: ["kind"], before: old.kind, after: step.kind };
      changes.push({ kind: "changed", step, was: old, property });
    }
    for (const property of differences([], withName(old), withName(step))) {
      changes.push({ kind: "changed", step, was: old, property });
    }
    if (flowsElsewhere(old, step, was, is)) changes.push({ kind: "flow", step, was: old });
  }
  for (const step of before.steps) {
    if (is.has(step.path) || gone.has(step)) continue;
    if (isInside(step, (outer) => was.has(outer) && !is.has(outer))) continue;
    changes.push({ kind: "removed", step, inside: inside(before, step) });
  }
  return changes;
}

/** What the diagram of each version shows, by the path of a step. */
export function marksOf(changes: readonly Change[], before: Model, after: Model) {
  const left = new Map<string, Mark>();
  const right = new Map<string, Mark>();
  const whole = (model: Model, step: Step, marks: Map<string, Mark>, mark: Mark) => {
    for (const { path } of model.steps) {
      if (path === step.path || path.startsWith(`${step.path}/`)) marks.set(path, mark);
    }
  };
  for (const change of changes) {
    if (change.kind === "added") whole(after, change.step, right, "added");
    else if (change.kind === "removed") whole(before, change.step, left, "removed");
    else if (change.kind === "changed" || change.kind === "renamed") {
      left.set(change.was.path, "changed");
      right.set(change.step.path, "changed");
    }
  }
  return { left, right };
}

/** How many steps are different. */
export function changedSteps(changes: readonly Change[]): number {
  const paths = new Set<string>();
  for (const change of changes) if (change.kind !== "process") paths.add(change.step.path);
  return paths.size;
}

/**
 * Steps that have only another key: the same body, all that is written about them, and no other step it could be meant
 * with.
 */
function renames(before: Model, after: Model): Map<Step, Step> {
  const had = new Set(before.steps.map(({ path }) => path));
  const has = new Set(after.steps.map(({ path }) => path));
  const gone = before.steps.filter(({ path, kind }) => !has.has(path) && kind !== "steps");
  const come = after.steps.filter(({ path, kind }) => !had.has(path) && kind !== "steps");
  const same = (a: Step, b: Step) => bodyOf(a) === bodyOf(b) && equal(a.properties, b.properties);
  const found = new Map<Step, Step>();
  for (const step of come) {
    const [old, ...others] = gone.filter((each) => same(each, step));
    const rivals = come.filter((each) => each !== step && same(each, step));
    if (old && others.length === 0 && rivals.length === 0) found.set(step, old);
  }
  return found;
}

/** The flow of a step leads elsewhere, and not because one of its ends came or went. */
function flowsElsewhere(
  old: Step,
  step: Step,
  was: ReadonlyMap<string, Step>,
  is: ReadonlyMap<string, Step>,
): boolean {
  if (old.next === step.next || old.next === undefined || step.next === undefined) return false;
  // An explicit `to` is a property and told as one.
  if ("to" in old.properties || "to" in step.properties) return false;
  const stays = (key: string) => {
    const path = bodyOf(step) + key;
    return key === "end" || (was.has(path) && is.has(path));
  };
  return stays(old.next) && stays(step.next);
}

function withName({ name, properties }: Step): ValueMap {
  return name === undefined ? properties : { name, ...properties };
}

function bodyOf({ path }: Step): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

function isInside(step: Step, isNew: (path: string) => boolean): boolean {
  const parts = step.path.split("/");
  return parts.slice(1).some((_, at) => isNew(parts.slice(0, at + 1).join("/")));
}

function inside(model: Model, step: Step): number {
  return model.steps.filter(({ path }) => path.startsWith(`${step.path}/`)).length;
}

/** The leaves that are different. Lists of maps of one length are compared item by item, other lists whole. */
function differences(at: readonly string[], before: Value | undefined, after: Value | undefined): Property[] {
  if (equal(before, after)) return [];
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences([...at, key], before[key], after[key]));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    const [old, now] = [before as readonly Value[], after as readonly Value[]];
    if (old.every(isMap) && now.every(isMap)) {
      return old.flatMap((item, place) => differences([...at, String(place + 1)], item, now[place]));
    }
  }
  return [{ at, before, after }];
}

export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same value; the order of keys does not count. */
export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, at) => equal(item as Value, b[at] as Value));
  }
  if (!isMap(a) || !isMap(b)) return false;
  const [one, other] = [Object.keys(a), Object.keys(b)];
  return one.length === other.length && one.every((key) => key in b && equal(a[key], b[key]));
}
