import { LosslessNumber } from "lossless-json";
import { expect, it } from "vitest";
import { holdsMasked, withoutMasked } from "./masked";

const big = new LosslessNumber("9007199254740993");

it("finds the places of secrets however deep, and takes them out", () => {
  const input = { user: "ann", password: "•••", nested: { pin: "•••", list: ["a", "Bearer •••"] }, big };
  expect(holdsMasked(input)).toBe(true);
  const kept = withoutMasked(input);
  expect(kept).toEqual({ user: "ann", nested: { list: ["a"] }, big });
  expect(holdsMasked(kept)).toBe(false);
});

it("leaves what holds none as it is", () => {
  expect(holdsMasked({ a: 1, b: null, c: [true] })).toBe(false);
});
