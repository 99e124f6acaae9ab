import { expect, it } from "vitest";
import { flowsOnlyIn } from "./flows";

it("knows flows by what they connect, whatever their numbers are", () => {
  const before = [
    { id: "Flow_1", from: "Start_process", to: "a" },
    { id: "Flow_2", from: "a", to: "b" },
    { id: "Flow_3", from: "b", to: "End_b_3" },
  ];
  const after = [
    { id: "Flow_1", from: "Start_process", to: "a" },
    { id: "Flow_2", from: "a", to: "new" },
    { id: "Flow_3", from: "new", to: "b" },
    { id: "Flow_4", from: "b", to: "End_b_4" },
  ];
  expect(flowsOnlyIn(before, after)).toEqual(["Flow_2"]);
  expect(flowsOnlyIn(after, before)).toEqual(["Flow_2", "Flow_3"]);
});
