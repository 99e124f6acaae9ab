import { expect, it } from "vitest";
import type { StepReport } from "../useSteps";
import { heatOf } from "./heat";

const step = (name: string, total_ms: number, p95_ms?: number) =>
  ({ step: name, took: { total_ms, p95_ms } }) as StepReport;

it("is hottest where most time went, and tells steps apart beside a long wait", () => {
  const steps = [step("wait", 3_600_000), step("call", 60_000, 200), step("quick", 3, 1), step("none", 0)];
  expect(heatOf(steps, "sum")).toEqual([
    { step: "wait", ms: 3_600_000, level: 5 },
    { step: "call", ms: 60_000, level: 1 },
    { step: "quick", ms: 3, level: 1 },
  ]);
  expect(heatOf(steps, "p95")).toEqual([
    { step: "call", ms: 200, level: 5 },
    { step: "quick", ms: 1, level: 1 },
  ]);
});

it("leaves a frame cold: its time is that of the steps inside", () => {
  const levels = heatOf([step("each", 9000), step("each/ask", 100), step("each_other", 1)], "sum");
  expect(levels.map(({ step, level }) => [step, level])).toEqual([
    ["each", 0],
    ["each/ask", 5],
    ["each_other", 1],
  ]);
});
