import { expect, it } from "vitest";
import type { Run } from "~/api";
import { pastOf, runAt, type RunMoment } from "./moment";

const run = {
  id: "01a20c28-11e4-706d-8eef-bf5c0417ba5e",
  status: "completed",
  facts: 40,
  incidents: 0,
  ended_at: "2026-11-24T10:00:00Z",
  result: { n: 1 },
} as unknown as Run;

const moment: RunMoment = {
  seq: 7,
  at: "2026-11-24T09:00:00Z",
  last_seq: 40,
  status: "incident",
  tokens: [],
  progress: [],
  incidents: 2,
  error: { class: "permanent", code: "thrown", message: "too large" },
  variables: {},
};

it("knows which facts are of the past: the last one is how it is", () => {
  expect([undefined, 0, 1, 39, 40, 99].map((at) => pastOf(at, 40))).toEqual([
    undefined,
    undefined,
    1,
    39,
    undefined,
    undefined,
  ]);
});

it("shows a run as it stood, without what came after", () => {
  const shown = runAt(run, moment);
  expect(shown).toMatchObject({ status: "incident", facts: 7, incidents: 2, last_error: "too large" });
  expect(shown.ended_at).toBeNull();
  expect(shown.result).toBeNull();
  expect(shown.id).toBe(run.id);
});

it("keeps the end of a run that had ended at that moment", () => {
  const shown = runAt(run, { ...moment, status: "completed", incidents: 0 });
  expect(shown.result).toEqual({ n: 1 });
  expect(shown.ended_at).toBe(run.ended_at);
});
