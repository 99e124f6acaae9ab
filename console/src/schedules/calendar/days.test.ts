import { describe, expect, it } from "vitest";
import { addDays, addMonths, dayOf, isDay, monday, shift, weeksOf } from "./days";

describe("days of a calendar", () => {
  it("are those there are", () => {
    expect(["2026-11-24", "2024-02-29"].every(isDay)).toBe(true);
    expect(["2026-02-29", "2026-13-01", "24.11.2026", "", "0001-01-01"].some(isDay)).toBe(false);
  });

  it("go on over months, years and nights when clocks change", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2026-03-28", 1)).toBe("2026-03-29");
    expect(addDays("2026-03-29", 1)).toBe("2026-03-30");
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2026-01-31", -2)).toBe("2025-11-30");
  });

  it("begin their weeks on Monday", () => {
    expect(monday("2026-11-24")).toBe("2026-11-23");
    expect(monday("2026-11-29")).toBe("2026-11-23");
    expect(monday("2026-11-23")).toBe("2026-11-23");
  });

  it("fill whole weeks of a month", () => {
    const november = weeksOf("2026-11-24", "month");
    expect(november.map((week) => week[0])).toEqual([
      "2026-10-26",
      "2026-11-02",
      "2026-11-09",
      "2026-11-16",
      "2026-11-23",
      "2026-11-30",
    ]);
    expect(november[5]?.at(-1)).toBe("2026-12-06");
    // February 2027 begins on a Monday and has exactly four weeks.
    expect(weeksOf("2027-02-10", "month").length).toBe(4);
    expect(weeksOf("2026-11-24", "week")).toEqual([
      ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"],
    ]);
  });

  it("go back and forth", () => {
    expect(shift("2026-11-24", "week", 1)).toBe("2026-11-30");
    expect(shift("2026-11-24", "month", -1)).toBe("2026-10-01");
    expect(shift("2026-12-31", "month", 1)).toBe("2027-01-01");
  });

  it("are the viewer's", () => {
    const late = Date.parse("2026-11-23T22:30:00Z");
    expect(dayOf(late, "Europe/Kyiv")).toBe("2026-11-24");
    expect(dayOf(late, "UTC")).toBe("2026-11-23");
  });
});
