import { describe, expect, it } from "vitest";
import type { Bulk } from "~/api";
import { atWork, byProcess, leftOut, sentence } from "./sentence";

function bulk(change: Partial<Bulk>): Bulk {
  return {
    id: "01a20c28-11e4-706d-8eef-bf5c0417ba5e",
    action: "retry",
    state: "finished",
    runs: 312,
    left_out: [],
    unknown: 0,
    groups: [],
    counts: { pending: 0, done: 312, skipped: 0, failed: 0 },
    became: { running: 240, done: 70, failed: 2, cancelled: 0 },
    created_by: "user:ann",
    created_at: "2026-11-24T09:56:55Z",
    expires_at: "2026-11-24T10:11:55Z",
    ...change,
  };
}

describe("an act on many runs in words", () => {
  it("says what became of the runs, in the words of the guide", () => {
    expect(sentence(bulk({}), "en")).toBe("Retry of 312 runs: 240 running, 70 done, 2 failed again.");
    expect(sentence(bulk({ runs: 1 }), "uk")).toBe(
      "Повторення 1 запуску: 240 виконується, 70 завершено, 2 знову з помилкою.",
    );
  });

  it("says what is still to be done, and what a stop left", () => {
    const counts = { pending: 1200, done: 3, skipped: 1, failed: 1 };
    const became = { running: 1, done: 0, failed: 0, cancelled: 2 };
    const running = bulk({ action: "cancel", state: "running", counts, became });
    expect(sentence(running, "en")).toBe(
      "Cancellation of 312 runs: 1,200 to go, 2 cancelled, 1 about to end, 1 skipped, 1 could not be acted on.",
    );
    expect(sentence({ ...running, state: "stopped" }, "en")).toContain("1,200 not reached");
    expect(sentence(bulk({ state: "preview" }), "en")).toBe("Retry of 312 runs: not started yet.");
  });

  it("says why runs stay as they are", () => {
    const left = bulk({
      action: "cancel",
      left_out: [
        { why: "ended", runs: 14 },
        { why: "no_right", runs: 1 },
      ],
      unknown: 2,
    });
    expect(leftOut(left, "en")).toEqual([
      "14 more already finished and stay.",
      "1 more is of a process you may not act on; an administrator can give you the right.",
      "2 runs of the selection cannot be found.",
    ]);
    const paused = bulk({ left_out: [{ why: "suspended", runs: 2 }] });
    expect(leftOut(paused, "en")).toEqual(["2 more are paused: resume first."]);
  });

  it("says how many are at work when they are to end", () => {
    const group = (runs: number, status: "running" | "waiting") => ({ process: "A", runs, status });
    const groups = [
      group(41, "running"),
      group(9, "waiting"),
      { ...group(3, "running"), left_out: "no_right" as const },
    ];
    expect(atWork(bulk({ action: "cancel", groups }), "en")).toBe(
      "41 are at work: calls under way are not waited for, and may still take effect.",
    );
    expect(atWork(bulk({ action: "cancel", groups: [group(1, "running")] }), "uk")).toBe(
      "1 запуск зараз у роботі: поточних викликів не чекаємо, вони ще можуть спрацювати.",
    );
    expect(atWork(bulk({ action: "cancel", groups: [group(9, "waiting")] }), "en")).toBeUndefined();
    expect(atWork(bulk({ action: "suspend", groups }), "en")).toBeUndefined();
  });

  it("names the processes where there are several", () => {
    const group = (process: string, runs: number) => ({ process, runs, status: "incident" as const });
    const groups = [group("A", 2), { ...group("A", 9), left_out: "ended" as const }, group("B", 40)];
    expect(byProcess(bulk({ groups }), "en", (key) => `“${key}”`)).toBe("40 of “B”, 2 of “A”.");
    expect(byProcess(bulk({ groups: [group("A", 2)] }), "en", String)).toBeUndefined();
    const many = ["A", "B", "C", "D", "E"].map((key) => group(key, 1));
    expect(byProcess(bulk({ groups: many }), "en", String)).toContain("and 2 other processes");
  });
});
