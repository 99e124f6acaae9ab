import { expect, test } from "vitest";
import { parseJson } from "~/api";
import { searchableValue } from "./searchableValue";

test("single texts and numbers are searched for, with their digits", () => {
  const value = parseJson(
    '{"a":"1005","b":9007199254740993,"c":true,"d":null,"e":"","f":["x"],"g":"•••"}',
  ) as Record<string, unknown>;
  const found = Object.entries(value).map(([name, one]) => searchableValue(name, one));
  expect(found).toEqual(["1005", "9007199254740993", undefined, undefined, undefined, undefined, undefined]);
  expect(searchableValue("a:b", "x")).toBeUndefined();
  expect(searchableValue("a", "x".repeat(201))).toBeUndefined();
});
