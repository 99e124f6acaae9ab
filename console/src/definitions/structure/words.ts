import { defineTexts, english, ukrainian } from "~/texts";
import { type Change, isMap, type Property } from "./compare";
import { titleOf, type Value } from "./model";

/** Most characters of a value that stands in a sentence. */
const SHORT = 48;

export const texts = defineTexts(
  {
    step: (title: string) => `Step “${title}”`,
    added: "added",
    addedWith: (steps: number) => `added with ${english(steps, "step", "steps")} inside`,
    removed: "removed",
    removedWith: (steps: number) => `removed with ${english(steps, "step", "steps")} inside`,
    renamed: (from: string, to: string) => `its key ${from} → ${to}`,
    flow: (from: string, to: string) => `is followed by ${to}, was followed by ${from}`,
    end: "the end",
    wholeProcess: "Process",
    set: (what: string, value: string) => `${what} ${value} added`,
    unset: (what: string, value: string) => `${what} ${value} removed`,
    turned: (what: string, from: string, to: string) => `${what} ${from} → ${to}`,
    text: (what: string, lines: number) => `${what} changed (${english(lines, "line", "lines")})`,
    branch: (number: string) => `branch ${number}`,
    handler: (number: string) => `catch ${number}`,
    trigger: (number: string) => `trigger ${number}`,
    words: {
      kind: "what it does",
      name: "name",
      description: "description",
      group: "group",
      input: "input",
      variables: "variable",
      triggers: "triggers",
      business_key: "business key",
      call: "operation",
      with: "parameter",
      script: "script",
      set: "sets",
      wait: "waits",
      timeout: "timeout",
      for_each: "for each",
      parallel: "side by side",
      collect: "collects",
      as: "item name",
      to: "goes on to",
      "retry.attempts": "retries",
      "retry.backoff": "wait between retries",
      "limits.activities": "most activities",
      result: "result",
    },
  },
  {
    step: (title) => `Крок «${title}»`,
    added: "додано",
    addedWith: (steps) => `додано, всередині ${ukrainian(steps, "крок", "кроки", "кроків")}`,
    removed: "вилучено",
    removedWith: (steps) => `вилучено, всередині ${ukrainian(steps, "крок", "кроки", "кроків")}`,
    renamed: (from, to) => `ключ ${from} → ${to}`,
    flow: (from, to) => `далі йде ${to}, раніше йшло ${from}`,
    end: "кінець",
    wholeProcess: "Процес",
    set: (what, value) => `додано: ${what} ${value}`,
    unset: (what, value) => `вилучено: ${what} ${value}`,
    turned: (what, from, to) => `${what} ${from} → ${to}`,
    text: (what, lines) => `${what}: змінено (${ukrainian(lines, "рядок", "рядки", "рядків")})`,
    branch: (number) => `гілка ${number}`,
    handler: (number) => `обробник ${number}`,
    trigger: (number) => `запуск ${number}`,
    words: {
      kind: "що робить",
      name: "назва",
      description: "опис",
      group: "група",
      input: "вхідні дані",
      variables: "змінна",
      triggers: "що запускає",
      business_key: "бізнес-ключ",
      call: "операція",
      with: "параметр",
      script: "скрипт",
      set: "записує",
      wait: "чекає",
      timeout: "граничний час",
      for_each: "для кожного",
      parallel: "одночасно",
      collect: "збирає",
      as: "ім'я елемента",
      to: "далі",
      "retry.attempts": "спроби",
      "retry.backoff": "пауза між спробами",
      "limits.activities": "найбільше дій",
      result: "результат",
    },
  },
);

export type Words = (typeof texts)["en"];

/** What a change is about: the step, or the process as a whole. */
export function subjectOf(change: Change, t: Words): string {
  return change.kind === "process" ? t.wholeProcess : t.step(titleOf(change.step));
}

/** A change in words: "retries 3 → 5". */
export function wordsOf(change: Change, t: Words): string {
  switch (change.kind) {
    case "added":
      return change.inside ? t.addedWith(change.inside) : t.added;
    case "removed":
      return change.inside ? t.removedWith(change.inside) : t.removed;
    case "renamed":
      return t.renamed(change.was.key, change.step.key);
    case "flow":
      return t.flow(target(change.was.next, t), target(change.step.next, t));
    case "changed":
    case "process":
      return property(change.property, t);
  }
}

function target(next: string | undefined, t: Words): string {
  return next === undefined || next === "end" ? t.end : next;
}

function property({ at, before, after }: Property, t: Words): string {
  const what = placeOf(at, t);
  if (isLong(before) || isLong(after)) return t.text(what, changedLines(before, after));
  if (before === undefined) return t.set(what, show(after));
  if (after === undefined) return t.unset(what, show(before));
  return t.turned(what, show(before), show(after));
}

/** `["with", "size"]` as "parameter size", `["choose", "2", "when"]` as "branch 2 when". */
function placeOf(at: readonly string[], t: Words): string {
  const words: Record<string, string> = t.words;
  const whole = words[at.slice(0, 2).join(".")];
  if (whole && at.length === 2) return whole;
  const lists: Record<string, (number: string) => string> = {
    choose: t.branch,
    catch: t.handler,
    triggers: t.trigger,
  };
  const [first = "", second, ...rest] = at;
  const list = lists[first];
  if (list && second !== undefined) return [list(second), ...rest].join(" ");
  // `properties` of a schema says nothing to people.
  const tail = at.slice(1).filter((part) => part !== "properties");
  return [words[first] ?? first, ...tail].join(" ");
}

function isLong(value: Value | undefined): boolean {
  return typeof value === "string" && (value.includes("\n") || value.length > SHORT * 2);
}

/** How many lines of a longer text are not in the other one. */
function changedLines(before: Value | undefined, after: Value | undefined): number {
  const lines = (value: Value | undefined) =>
    value === undefined ? [] : (typeof value === "string" ? value : show(value)).split("\n");
  const [old, now] = [lines(before), lines(after)];
  const kept = new Map<string, number>();
  for (const line of old) kept.set(line, (kept.get(line) ?? 0) + 1);
  let added = 0;
  for (const line of now) {
    const left = kept.get(line) ?? 0;
    if (left > 0) kept.set(line, left - 1);
    else added += 1;
  }
  const removed = [...kept.values()].reduce((sum, left) => sum + left, 0);
  return Math.max(added, removed, 1);
}

/** A value within a sentence, shortened. */
export function show(value: Value | undefined): string {
  const text = plain(value);
  return text.length > SHORT ? `${text.slice(0, SHORT - 1)}…` : text;
}

function plain(value: Value | undefined): string {
  if (value === undefined || value === null) return "null";
  if (typeof value === "string") return value === "" ? '""' : value;
  if (Array.isArray(value)) return `[${value.map((item) => plain(item as Value)).join(", ")}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${key}: ${plain(item)}`);
    return entries.length ? `{ ${entries.join(", ")} }` : "{}";
  }
  return String(value);
}
