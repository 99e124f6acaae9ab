import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from "yaml";

/** A value of a definition. Whole numbers are `bigint`: ids beyond 2^53 keep their digits. */
export type Value = null | boolean | number | bigint | string | readonly Value[] | ValueMap;
export type ValueMap = { readonly [key: string]: Value };

/** What a step does. */
export const KINDS = ["call", "script", "choose", "fork", "join", "steps", "wait", "end", "set"] as const;
export type StepKind = (typeof KINDS)[number];

/** A step as it is written, and where. */
export type Step = {
  /** As the journal and the diagram name it: `import_users/find_contact`. */
  path: string;
  key: string;
  /** Name for people; absent where none is written. */
  name: string | undefined;
  kind: StepKind;
  /** What is written about it, but its name and the steps inside. */
  properties: ValueMap;
  /** The step its token goes on to where the step itself says nothing else; `end` ends the path. */
  next: string | undefined;
  /** Lines of the file, from 1, the last included. */
  lines: Lines;
};
export type Lines = { from: number; to: number };

/** A definition as its file has it. What does not fit is left out: the service says what is wrong with it. */
export type Model = {
  key: string | undefined;
  name: string | undefined;
  /** Everything beside the steps. */
  properties: ValueMap;
  /** In the order they are written, those of a sub-process after it. */
  steps: readonly Step[];
};

/** Reads a definition. `undefined` where it is no YAML map at all; a file with mistakes gives what can be read of it. */
export function modelOf(source: string): Model | undefined {
  const lines = new LineCounter();
  const document = parseDocument(source, {
    lineCounter: lines,
    intAsBigInt: true,
    // Mistakes are what the service tells.
    logLevel: "silent",
    strict: false,
    uniqueKeys: false,
  });
  const root = document.contents;
  if (!isMap(root)) return undefined;
  const properties = mapOf(root, ["steps"]);
  const steps: Step[] = [];
  readSteps(find(root, "steps"), "", steps, lines);
  const text = (value: Value | undefined) => (typeof value === "string" ? value : undefined);
  return { key: text(properties.process), name: text(properties.name), properties, steps };
}

/** What people read on a step, as the diagram has it: its name, or its key in words. */
export function titleOf({ name, key }: Pick<Step, "name" | "key">): string {
  if (name && name !== key) return name;
  const words = key.replace(/[_-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function readSteps(node: Node | undefined, within: string, into: Step[], lines: LineCounter) {
  if (!isMap(node)) return;
  const pairs = node.items.filter((pair) => isScalar(pair.key));
  for (const [at, pair] of pairs.entries()) {
    const key = keyOf(pair);
    const body = pair.value as Node | null;
    const properties = isMap(body) ? mapOf(body, ["name", "steps"]) : {};
    const inner = isMap(body) ? find(body, "steps") : undefined;
    const name = isMap(body) ? toValue(find(body, "name")) : undefined;
    const kind = inner ? "steps" : (KINDS.find((kind) => kind in properties) ?? "set");
    const following = pairs[at + 1];
    into.push({
      path: within + key,
      key,
      name: typeof name === "string" ? name : undefined,
      kind,
      properties,
      next: nextOf(kind, properties, following ? keyOf(following) : "end"),
      lines: linesOf(pair, lines),
    });
    readSteps(inner, `${within}${key}/`, into, lines);
  }
}

function nextOf(kind: StepKind, properties: ValueMap, following: string): string | undefined {
  if (kind === "end" || kind === "choose" || kind === "fork") return undefined;
  return typeof properties.to === "string" ? properties.to : following;
}

function linesOf(pair: Pair, counter: LineCounter): Lines {
  const key = pair.key as Node;
  const start = key.range?.[0] ?? 0;
  // The second place is where the value itself ends, before comments and blank lines that follow it.
  const end = (pair.value as Node | null)?.range?.[1] ?? key.range?.[1] ?? start;
  const from = counter.linePos(start).line;
  const last = counter.linePos(Math.max(start, end));
  // A block ends at the first column of the line after it.
  return { from, to: Math.max(from, last.col === 1 ? last.line - 1 : last.line) };
}

function keyOf(pair: Pair): string {
  return String((pair.key as { value: unknown }).value);
}

function find(map: Node, key: string): Node | undefined {
  if (!isMap(map)) return undefined;
  const found = map.items.find((pair) => isScalar(pair.key) && keyOf(pair) === key);
  return (found?.value as Node | null | undefined) ?? undefined;
}

function mapOf(map: Node, without: readonly string[]): ValueMap {
  if (!isMap(map)) return {};
  const entries: [string, Value][] = [];
  for (const pair of map.items) {
    if (!isScalar(pair.key) || without.includes(keyOf(pair))) continue;
    entries.push([keyOf(pair), toValue(pair.value as Node | null)]);
  }
  return Object.fromEntries(entries);
}

function toValue(node: Node | null | undefined): Value {
  if (isMap(node)) return mapOf(node, []);
  if (isSeq(node)) return node.items.map((item) => toValue(item as Node));
  if (isScalar(node)) return node.value as Value;
  // The language has no anchors: the service refuses them.
  if (isAlias(node)) return `*${node.source}`;
  return null;
}
