import { describe, expect, it } from "vitest";
import type { RunCause } from "~/api";
import { causeKey, ordered } from "./causes";

const cause = (process: string, count: number, last = "10:00"): RunCause => ({
  process,
  error_step: "call",
  error_code: "http.503",
  count,
  incidents: count,
  failed: 0,
  message: "no answer",
  first_at: "2026-11-24T09:00:00Z",
  last_at: `2026-11-24T${last}:00Z`,
  newest_run: "01a20000-0000-7000-8000-000000000000",
});

describe("causes", () => {
  it("stand with what can be tried again first, then by how many, then by how new", () => {
    const all = ordered([cause("A", 1), cause("B", 7)], [cause("C", 90), cause("D", 90, "11:00")]);
    expect(all.map(({ process, kind }) => `${process} ${kind}`)).toEqual([
      "B incident",
      "A incident",
      "D failed",
      "C failed",
    ]);
  });

  it("are the same when only their numbers change", () => {
    const [before] = ordered([cause("A", 1)], []);
    const [after] = ordered([cause("A", 9, "12:00")], []);
    const [ended] = ordered([], [cause("A", 1)]);
    expect(before && after && causeKey(before) === causeKey(after)).toBe(true);
    expect(before && ended && causeKey(before) === causeKey(ended)).toBe(false);
  });
});
