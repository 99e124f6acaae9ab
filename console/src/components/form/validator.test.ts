import { describe, expect, it } from "vitest";
import { problemsAsErrors } from "./errors";
import { validator } from "./validator";

const schema = {
  type: "object" as const,
  required: ["order"],
  properties: {
    order: { type: "string" as const, minLength: 1 },
    size: { type: "integer" as const, minimum: 1, maximum: 1000 },
    lines: { type: "array" as const, items: { type: "object" as const, required: ["sku"] } },
  },
};

describe("the validator of forms", () => {
  it("finds each mistake at its field, without compiling code", () => {
    const { errors } = validator.validateFormData({ size: 5000, lines: [{}] }, schema);
    expect(errors.map(({ name, property }) => [name, property])).toEqual(
      expect.arrayContaining([
        ["required", ".order"],
        ["maximum", ".size"],
        ["required", ".lines[0].sku"],
      ]),
    );
    expect(errors).toHaveLength(3);
  });

  it("takes what is right", () => {
    expect(validator.validateFormData({ order: "A", size: 1 }, schema).errors).toEqual([]);
    expect(validator.isValid(schema, { order: "A" }, schema)).toBe(true);
  });
});

describe("problems of the service", () => {
  it("stand at the fields their pointers name", () => {
    const errors = problemsAsErrors([
      { pointer: "/lines/0/sku", message: "No such article." },
      { pointer: "/a~1b", message: "Odd." },
      { pointer: "", message: "Too early." },
    ]);
    expect(errors).toEqual({
      lines: { "0": { sku: { __errors: ["No such article."] } } },
      "a/b": { __errors: ["Odd."] },
      __errors: ["Too early."],
    });
  });
});
