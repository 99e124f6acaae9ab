import { expect, it } from "vitest";
import { StartKey } from "./startKey";

it("is the same for the same, another for something else, and another after a start", () => {
  const key = new StartKey();
  const first = key.for("a");
  expect(first).toMatch(/^console-[0-9a-f]{32}$/);
  expect(key.for("a")).toBe(first);
  const second = key.for("b");
  expect(second).not.toBe(first);
  key.spent();
  expect(key.for("b")).not.toBe(second);
});
