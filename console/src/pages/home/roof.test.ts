import { expect, it } from "vitest";
import { roof } from "./roof";

it("an axis ends at a round number", () => {
  expect([0, 1, 2, 3, 5, 10, 11, 40, 41, 99, 100, 101, 2_500].map(roof)).toEqual([
    1, 1, 2, 4, 10, 10, 20, 40, 100, 100, 100, 200, 4000,
  ]);
});
