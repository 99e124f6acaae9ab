import { expect, it } from "vitest";
import { countsOf } from "./counts";

it("tells the first counts of a result, and none of what is no count", () => {
  const result = {
    read: 1000,
    created: 0,
    contacts_created: 2,
    failures: [],
    rate: 0.5,
    name: "x",
    linked: 1,
    more: 9,
  };
  expect(countsOf(result)).toEqual([
    { name: "read", count: 1000 },
    { name: "contacts created", count: 2 },
    { name: "linked", count: 1 },
  ]);
  expect([null, [1], "x", undefined].flatMap(countsOf)).toEqual([]);
});
