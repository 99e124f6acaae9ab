import { describe, expect, it } from "vitest";
import { type Known, meaningAt, offersAt } from "./complete";

/** A cut of the schema the service has. */
const known: Known = {
  schema: {
    properties: {
      process: { type: "string", description: "The key." },
      triggers: { items: { $ref: "#/$defs/Trigger" } },
      steps: { additionalProperties: { $ref: "#/$defs/Step" }, description: "The steps." },
    },
    required: ["process", "steps"],
    $defs: {
      Step: {
        oneOf: [{ required: ["call"] }, { required: ["script"] }],
        properties: {
          call: { type: "string", description: "The operation." },
          script: { type: "string" },
          with: { type: "object", additionalProperties: true },
          retry: { $ref: "#/$defs/Retry", description: "How a call is repeated." },
          steps: { additionalProperties: { $ref: "#/$defs/Step" } },
          join: { enum: ["all"] },
          to: { type: "string" },
        },
      },
      Retry: {
        properties: {
          attempts: { type: "integer", description: "Attempts in all." },
          backoff: { type: "string" },
        },
      },
      Trigger: {
        oneOf: [
          { const: "manual", type: "string" },
          { properties: { schedule: { properties: { cron: { type: "string" } }, required: ["cron"] } } },
        ],
      },
    },
  },
  operations: [
    {
      name: "crm.contacts.find",
      description: "Looks for contacts.",
      kind: "reads",
      input: {
        required: ["Name"],
        properties: {
          Name: { type: "string", description: "Whole name." },
          order: { properties: { by: { enum: ["name", "age"] } } },
        },
      },
    },
  ],
};

function labels(marked: string) {
  const place = marked.indexOf("|");
  return offersAt(marked.replace("|", ""), place, known)?.offers.map(({ label }) => label);
}

describe("what is offered", () => {
  it("is what the schema has there and the map has not", () => {
    expect(labels("|")).toEqual(["process", "steps", "triggers"]);
    expect(labels("steps:\n  one:\n    call: a\n    |")).toEqual([
      "script",
      "with",
      "retry",
      "steps",
      "join",
      "to",
    ]);
    expect(labels("steps:\n  one:\n    steps:\n      two: { retry: { |")).toEqual(["attempts", "backoff"]);
    expect(labels("triggers:\n  - |")).toEqual(["schedule", "manual"]);
    expect(labels("triggers: [|")).toEqual(["schedule", "manual"]);
    expect(labels("steps:\n  one:\n    join: |")).toEqual(["all"]);
  });

  it("is the operations of the service after `call`, and their parameters under `with`", () => {
    expect(labels("steps:\n  one:\n    call: |")).toEqual(["crm.contacts.find"]);
    expect(labels("steps:\n  one:\n    call: crm.contacts.find\n    with:\n      |")).toEqual([
      "Name",
      "order",
    ]);
    expect(labels("steps:\n  one: { call: crm.contacts.find, with: { |")).toEqual(["Name", "order"]);
    expect(labels("steps:\n  one:\n    with: { order: { by: | } }\n    call: crm.contacts.find")).toEqual([
      "name",
      "age",
    ]);
    expect(labels("steps:\n  one:\n    call: unknown.run\n    with:\n      |")).toBeUndefined();
  });

  it("is the steps of the body after `to`", () => {
    expect(labels("steps:\n  one:\n    to: |\n  two:\n    call: a\n    steps:\n      deep: {}\n")).toEqual([
      "two",
      "end",
    ]);
  });
});

it("says what a key means", () => {
  const text =
    "steps:\n  one:\n    call: crm.contacts.find\n    with: { Name: x }\n    retry: { attempts: 3 }\n";
  const told = (word: string) => meaningAt(text, text.indexOf(word), known)?.text;
  expect(told("call")).toBe("The operation.");
  expect(told("retry")).toBe("How a call is repeated.");
  expect(told("attempts")).toBe("Attempts in all.");
  expect(told("Name")).toBe("Whole name.");
  expect(told("one")).toBeUndefined();
});
