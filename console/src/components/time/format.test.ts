import { describe, expect, it } from "vitest";
import {
  formatDay,
  formatDuration,
  formatFullTime,
  formatMonth,
  formatSpan,
  formatTime,
  formatWeekday,
} from "./format";

describe("a moment", () => {
  const now = new Date("2026-11-24T10:04:31Z");

  it("is a clock today, a day this year, and a year before", () => {
    const at = (text: string) => formatTime(new Date(text), now, "Europe/Kyiv", "en");
    expect(at("2026-11-24T10:04:31Z")).toBe("12:04:31");
    expect(at("2026-11-23T10:04:31Z")).toBe("23 Nov 12:04");
    expect(at("2024-11-23T10:04:31Z")).toBe("23 Nov 2024 12:04");
  });

  it("has its day by the zone it is shown in", () => {
    const late = new Date("2026-11-23T22:30:00Z");
    expect(formatTime(late, now, "Europe/Kyiv", "en")).toBe("00:30:00");
    expect(formatTime(late, now, "UTC", "en")).toBe("23 Nov 22:30");
  });

  it("is told apart on the night the clock goes back", () => {
    const [first, second] = ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"].map((text) =>
      formatFullTime(new Date(text), "Europe/Kyiv", "en"),
    );
    expect(first).toBe("25 Oct 2026 03:30:00");
    // The same clock time, an hour later: UTC beside it tells them apart.
    expect(second).toBe(first);
  });
});

describe("how far apart things are", () => {
  it.each([
    [2000, "2 s", "2 с"],
    [900_000, "15 min", "15 хв"],
    [5_400_000, "1 h 30 min", "1 год 30 хв"],
    [86_400_000, "1 d", "1 д"],
  ])("of %i ms is %s", (ms, english, ukrainian) => {
    expect(formatSpan(ms, "en")).toBe(english);
    expect(formatSpan(ms, "uk")).toBe(ukrainian);
  });
});

describe("a day", () => {
  it("is the same in every zone", () => {
    expect(formatDay("2026-11-24", "en")).toBe("24 Nov");
    expect(formatWeekday("2026-11-24", "en")).toBe("Tue");
    expect(formatMonth("2026-11-01", "en")).toBe("November 2026");
    expect(formatMonth("2026-11-01", "uk")).toMatch(/^листопад 2026/);
  });
});

describe("a duration", () => {
  it.each([
    [-5, "0 ms", "0 мс"],
    [340, "340 ms", "340 мс"],
    [12_400, "12.4 s", "12,4 с"],
    [59_960, "1 min 00 s", "1 хв 00 с"],
    [185_000, "3 min 05 s", "3 хв 05 с"],
    [7_800_000, "2 h 10 min", "2 год 10 хв"],
    [356_400_000, "4 d 3 h", "4 д 3 год"],
  ])("of %i ms is %s", (ms, english, ukrainian) => {
    expect(formatDuration(ms, "en")).toBe(english);
    expect(formatDuration(ms, "uk")).toBe(ukrainian);
  });
});
