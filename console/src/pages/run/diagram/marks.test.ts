import { expect, it } from "vitest";
import type { Progress, Token } from "~/api";
import { marksOf } from "./marks";

it("counts tokens and stopped ones at each step, and says how far loops are", () => {
  const error = { class: "permanent", code: "x", message: "no" } as const;
  const progress: Progress = { step: "each", total: 1000, done: 340, active: 3, caught: 0 } as Progress;
  const tokens: Token[] = [
    { doing: "for_each", token: 0, step: "each", progress },
    { doing: "call", token: 1, step: "each/take", attempt: 1, attempts: 5 },
    { doing: "call", token: 2, step: "each/take", attempt: 2, attempts: 5 },
    { doing: "incident", token: 3, step: "each/take", error, since: "2026-11-24T08:00:00Z" },
  ];
  expect(marksOf({ status: "incident", tokens, progress: [progress] })).toEqual([
    { step: "each/take", tokens: 2, stopped: 1 },
    { step: "each", tokens: 0, stopped: 0, done: 340, total: 1000 },
  ]);
});

it("shows where the error came from that ended a run, and nothing of errors it got over", () => {
  expect(marksOf({ status: "failed", error_step: "charge" })).toEqual([
    { step: "charge", tokens: 0, stopped: 0, failed: true },
  ]);
  expect(marksOf({ status: "completed", error_step: "charge" })).toEqual([]);
});
