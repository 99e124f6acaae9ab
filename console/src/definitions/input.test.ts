import { expect, it } from "vitest";
import { fieldsOf, texts } from "./input";

it("tells what a process asks for in words", () => {
  const schema = {
    required: ["order"],
    properties: {
      order: { title: "Order number", type: "string", minLength: 1, maxLength: 50 },
      size: { type: "integer", default: 200, minimum: 1, maximum: 1000 },
      kind: { enum: ["new", "return"], description: "What it is." },
      ids: { type: "array", items: { type: "integer" } },
      note: { type: ["string", "null"] },
      free: {},
    },
  };
  const words = fieldsOf(schema, texts.en).map(({ key, words }) => `${key}: ${words}`);
  expect(words).toEqual([
    "order: text of 1 to 50 characters",
    "size: whole number from 1 to 1000",
    "kind: one of new, return",
    "ids: list of whole number",
    "note: text or nothing",
    "free: any value",
  ]);
  expect(fieldsOf(schema, texts.en)[1]).toMatchObject({ needed: false, standard: "200" });
  expect(fieldsOf(schema, texts.uk)[1]?.words).toBe("ціле число від 1 до 1000");
  expect(fieldsOf({ type: "object" }, texts.en)).toEqual([]);
});
