import { beforeEach, expect, test } from "vitest";

import { neighbours, remember } from "./cameFrom";

beforeEach(() => {
  sessionStorage.clear();
});

test("a run has the neighbours of the list it was opened from", () => {
  remember(["a", "b", "c"], "/runs?status=failed");
  expect(neighbours("b")).toEqual({ previous: "a", next: "c", place: 2, of: 3, href: "/runs?status=failed" });
  expect(neighbours("a")?.previous).toBeUndefined();
  expect(neighbours("c")?.next).toBeUndefined();
});

test("a run from elsewhere has none", () => {
  expect(neighbours("a")).toBeUndefined();
  remember(["b"], "/runs");
  expect(neighbours("a")).toBeUndefined();
  sessionStorage.setItem("throughline.cameFrom", "{");
  expect(neighbours("b")).toBeUndefined();
});
