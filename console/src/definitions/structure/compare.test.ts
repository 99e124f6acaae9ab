import { describe, expect, it } from "vitest";
import { changedSteps, compare, marksOf } from "./compare";
import { modelOf } from "./model";
import { subjectOf, texts, wordsOf } from "./words";

const BASE = `process: Greet
name: Greet somebody
steps:
  find:
    name: Find the user
    call: crm.find
    with: { id: 9007199254740993 }
    retry: { attempts: 3 }
  greet:
    script: |
      let a = 1;
      a + 1
  each:
    for_each: =input.list
    steps:
      take: { call: noop.run }
      put: { call: noop.run, with: { a: 1 } }
  done: { end: {} }
`;

function model(source: string) {
  const read = modelOf(source);
  if (!read) throw new Error("no definition");
  return read;
}

function told(after: string, before = BASE) {
  return compare(model(before), model(after)).map(
    (change) => `${subjectOf(change, texts.en)}: ${wordsOf(change, texts.en)}`,
  );
}

describe("the difference of two versions", () => {
  it("is none where only the text is another", () => {
    expect(told(`# new\n${BASE.replace("{ attempts: 3 }", "\n      attempts: 3  # three")}`)).toEqual([]);
  });

  it("is what is written about a step, in words", () => {
    expect(told(BASE.replace("attempts: 3", "attempts: 5"))).toEqual(["Step “Find the user”: retries 3 → 5"]);
    expect(told(BASE.replace("0993", "0994"))).toEqual([
      "Step “Find the user”: parameter id 9007199254740993 → 9007199254740994",
    ]);
    expect(told(BASE.replace("a + 1", "a + 2"))).toEqual(["Step “Greet”: script changed (1 line)"]);
    expect(told(BASE.replace("    retry: { attempts: 3 }\n", ""))).toEqual([
      "Step “Find the user”: retry { attempts: 3 } removed",
    ]);
    expect(told(BASE.replace("name: Greet somebody", "name: Say hello"))).toEqual([
      "Process: name Greet somebody → Say hello",
    ]);
  });

  it("is steps that come, go and get another key", () => {
    expect(told(BASE.replace("  done:", "  wait_a_bit: { wait: 1h }\n  done:"))).toEqual([
      "Step “Wait a bit”: added",
    ]);
    expect(told(BASE.replace(/ {2}each:[^]*? {2}done/, "  done"))).toEqual([
      "Step “Each”: removed with 2 steps inside",
    ]);
    expect(told(BASE.replace("      put:", "      store:"))).toEqual(["Step “Store”: its key put → store"]);
  });

  it("is the order, where steps that stay follow each other otherwise", () => {
    const [find, greet] = [
      / {2}find:[^]*?attempts: 3 }\n/.exec(BASE)?.[0],
      / {2}greet:[^]*?a \+ 1\n/.exec(BASE)?.[0],
    ];
    const swapped = BASE.replace(`${find}${greet}`, `${greet}${find}`);
    expect(told(swapped)).toEqual([
      "Step “Greet”: is followed by find, was followed by each",
      "Step “Find the user”: is followed by each, was followed by greet",
    ]);
  });

  it("marks both diagrams and counts steps", () => {
    const [before, after] = [
      model(BASE),
      model(
        BASE.replace("attempts: 3", "attempts: 5").replace(
          / {2}each:[^]*? {2}done/,
          "  extra: { wait: 1s }\n  done",
        ),
      ),
    ];
    const changes = compare(before, after);
    const { left, right } = marksOf(changes, before, after);
    expect([...left]).toEqual([
      ["find", "changed"],
      ["each", "removed"],
      ["each/take", "removed"],
      ["each/put", "removed"],
    ]);
    expect([...right]).toEqual([
      ["find", "changed"],
      ["extra", "added"],
    ]);
    expect(changedSteps(changes)).toBe(3);
  });
});

it("knows the lines of a step", () => {
  const lines = new Map(model(BASE).steps.map((step) => [step.path, step.lines]));
  expect(lines.get("find")).toEqual({ from: 4, to: 8 });
  expect(lines.get("greet")).toEqual({ from: 9, to: 12 });
  expect(lines.get("each/take")).toEqual({ from: 16, to: 16 });
  expect(lines.get("done")).toEqual({ from: 18, to: 18 });
});

it("reads what it can of a file with mistakes, and nothing of what is no definition", () => {
  expect(modelOf("process: A\nsteps:\n  one: { call: \n  two: 5")?.key).toBe("A");
  expect(modelOf("just words")).toBeUndefined();
  expect(modelOf("")).toBeUndefined();
});
