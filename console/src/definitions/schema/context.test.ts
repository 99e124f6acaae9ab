import { describe, expect, it } from "vitest";
import { contextAt, keyAt } from "./context";

/** The text without its bar, and where the bar stood. */
function at(marked: string) {
  const place = marked.indexOf("|");
  const context = contextAt(marked.replace("|", ""), place);
  return (
    context && {
      path: context.path.join("."),
      key: context.key,
      word: context.word,
      siblings: context.siblings,
    }
  );
}

describe("the context of a place", () => {
  it.each([
    ["na|", "", undefined, "na"],
    ["process: A\nsteps:\n  one:\n    ca|", "steps.one", undefined, "ca"],
    ["process: A\nsteps:\n  one:\n    |", "steps.one", undefined, ""],
    ["steps:\n  one:\n    call: web|", "steps.one", "call", "web"],
    ["steps:\n  one:\n    retry:\n      attempts: 3\n      |", "steps.one.retry", undefined, ""],
    ["steps:\n  one:\n    retry:\n      attempts: 3\n    |", "steps.one", undefined, ""],
    ["steps:\n  one: { call: noop.run, re|", "steps.one", undefined, "re"],
    ["steps:\n  one: { retry: { at|", "steps.one.retry", undefined, "at"],
    ["steps:\n  one: { call: noop.run, retry: { attempts: 3 }, |}", "steps.one", undefined, ""],
    ["steps:\n  one: { call: we|", "steps.one", "call", "we"],
    ["steps:\n  one:\n    choose:\n      - when: =a\n        |", "steps.one.choose.[]", undefined, ""],
    ["steps:\n  one:\n    choose:\n      - { when: =a, t|", "steps.one.choose.[]", undefined, "t"],
    ["steps:\n  one:\n    choose:\n      - t|", "steps.one.choose.[]", undefined, "t"],
    ["triggers:\n  - schedule: { cr|", "triggers.[].schedule", undefined, "cr"],
    ["triggers:\n- sec|", "triggers.[]", undefined, "sec"],
    ["triggers: [man|", "triggers.[]", undefined, "man"],
    [
      "steps:\n  a: { end: {} }\n  b:\n    catch:\n      - error: '*'\n        to: x|",
      "steps.b.catch.[]",
      "to",
      "x",
    ],
  ])("%j", (text, path, key, word) => {
    expect(at(text)).toMatchObject({ path, key, word });
  });

  it("knows the keys that are there already", () => {
    expect(at("steps:\n  one:\n    call: a\n    |\n    set: {}\n  two:\n    name: x")?.siblings).toEqual([
      "call",
      "set",
    ]);
    expect(at("steps:\n  one: { call: a, |, set: {} }")?.siblings).toEqual(["call", "set"]);
    expect(at("steps:\n  x:\n    choose:\n      - when: =a\n        |\n      - to: b")?.siblings).toEqual([
      "when",
    ]);
  });

  it("offers nothing in comments and texts", () => {
    expect(at("steps: # na|")).toBeUndefined();
    const script = "steps:\n  one:\n    script: |\n      let x = { a";
    expect(contextAt(script, script.length)).toBeUndefined();
  });

  it("finds the key under a pointer", () => {
    const text = "steps:\n  one: { retry: { attempts: 3 } }\n";
    expect(keyAt(text, text.indexOf("tempts"))).toMatchObject({
      path: ["steps", "one", "retry"],
      key: "attempts",
    });
    expect(keyAt(text, text.indexOf("one"))).toMatchObject({ path: ["steps"], key: "one" });
    expect(keyAt(text, text.indexOf("3"))).toBeUndefined();
  });
});
