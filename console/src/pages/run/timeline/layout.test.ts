import { expect, it } from "vitest";
import type { Activity } from "~/api";
import type { StepReport } from "../useSteps";
import { areaOf, barOf, itemRows, rowsOf, windowOf } from "./layout";

const at = (seconds: number) => new Date(1_790_000_000_000 + seconds * 1000).toISOString();
const whole = { from: Date.parse(at(0)), to: Date.parse(at(100)) };

it("shows the part of the time that the address asks for, the whole where that is nonsense", () => {
  expect(windowOf(whole, 250, 500)).toEqual({ from: Date.parse(at(25)), to: Date.parse(at(50)) });
  expect(windowOf(whole, undefined, undefined)).toEqual(whole);
  expect(windowOf(whole, 700, 300)).toEqual(whole);
  expect(windowOf({ from: 5, to: 5 }, undefined, undefined)).toEqual({ from: 5, to: 6 });
});

it("puts a bar where it was, cut at the window, and lets what goes on reach to now", () => {
  const window = windowOf(whole, 250, 750);
  expect(barOf(window, at(0), at(50), 0)).toEqual({ left: 0, width: 0.5 });
  expect(barOf(window, at(50), undefined, Date.parse(at(100)))).toEqual({ left: 0.5, width: 0.5 });
  expect(barOf(window, at(0), at(10), 0)).toBeUndefined();
  expect(barOf(window, at(90), at(95), 0)).toBeUndefined();
});

const call = (token: number, attempt: number, from: number, to: number, outcome: string) =>
  ({
    kind: "call",
    step: "each/ask",
    token,
    item: token,
    attempt,
    began_at: at(from),
    end: { at: at(to), outcome },
  }) as unknown as Activity;

it("has a line for each item, with its attempts and the waits between them", () => {
  const rows = itemRows([
    call(1, 1, 0, 1, "failed"),
    call(2, 1, 0, 2, "succeeded"),
    call(1, 2, 3, 4, "succeeded"),
  ]);
  expect(rows.map((row) => row.kind === "item" && row.item)).toEqual([1, 2]);
  const spans = rows[0]?.kind === "item" ? rows[0].spans : [];
  expect(spans.map(({ kind, failed }) => [kind, failed ?? false])).toEqual([
    ["attempt", true],
    ["backoff", false],
    ["attempt", false],
  ]);
});

it("puts what is inside of a step under it, only where it is open", () => {
  const step = (path: string, attempts: number) =>
    ({ step: path, attempts, spans: [] }) as unknown as StepReport;
  const steps = [step("each", 0), step("each/ask", 3), step("done", 0)];
  const kinds = (open?: string) =>
    rowsOf(steps, open, [call(1, 1, 0, 1, "succeeded")]).map((row) =>
      row.kind === "step" ? `${row.level} ${row.step.step}` : "item",
    );
  expect(kinds()).toEqual(["0 each", "1 each/ask", "0 done"]);
  expect(kinds("each/ask")).toEqual(["0 each", "1 each/ask", "item", "0 done"]);
  expect(kinds("done")).toEqual(["0 each", "1 each/ask", "0 done"]);
});

it("draws how many ended so that one among ten thousand is seen", () => {
  expect(areaOf([10, 0, 1000])).toBe("M0 1L0 0.880L1 0.880L1 1.000L2 1.000L2 0.000L3 0.000L3 1Z");
});
