import { describe, expect, it } from "vitest";
import type { CalendarCell, CalendarSchedule } from "~/api";
import { entriesByDay, fitting } from "./entries";

const schedule = (id: string): CalendarSchedule => ({
  id,
  process: "Import",
  name: id,
  cron: "*/15 * * * *",
  timezone: "Europe/Kyiv",
  paused: false,
});
const NONE = { starting: 0, queued: 0, fired: 0, skipped: 0, missed: 0, failed: 0 };

function cell(change: Partial<CalendarCell>): CalendarCell {
  return {
    date: "2026-03-29",
    schedule: "a",
    planned: 0,
    outcomes: NONE,
    more: false,
    first_at: "2026-03-28T22:00:00Z",
    last_at: "2026-03-29T20:45:00Z",
    times: [],
    ...change,
  };
}

describe("marks of a calendar", () => {
  it("stand in the order of their times, whoever's they are", () => {
    const at = (at: string) => ({ at, local: at });
    const days = entriesByDay(
      [
        cell({ times: [at("2026-03-29T03:00:00Z"), at("2026-03-29T01:00:00Z")] }),
        cell({ schedule: "b", times: [at("2026-03-29T02:00:00Z")] }),
        cell({ schedule: "gone", times: [at("2026-03-29T02:00:00Z")] }),
      ],
      [schedule("a"), schedule("b")],
    );
    expect(days.get("2026-03-29")?.map(({ schedule: { id }, at }) => [id, at.slice(11, 13)])).toEqual([
      ["a", "01"],
      ["b", "02"],
      ["a", "03"],
    ]);
  });

  it("are one where there are many, with what a person must know first", () => {
    const days = entriesByDay(
      [cell({ planned: 60, every_ms: 900_000, outcomes: { ...NONE, fired: 30, skipped: 2 } })],
      [schedule("a")],
    );
    const [entry] = days.get("2026-03-29") ?? [];
    expect(entry).toMatchObject({
      look: "skipped",
      many: {
        count: 92,
        everyMs: 900_000,
        parts: [
          { look: "skipped", count: 2 },
          { look: "fired", count: 30 },
          { look: "planned", count: 60 },
        ],
      },
    });
  });

  it("fit in a day of a month, with a line for those that do not", () => {
    const at = (hour: number) => ({ at: `2026-03-29T0${hour}:00:00Z`, local: "" });
    const [day] = [...entriesByDay([cell({ times: [1, 2, 3, 4, 5].map(at) })], [schedule("a")]).values()];
    expect(fitting(day ?? [], 5).length).toBe(5);
    expect(fitting(day ?? [], 4).length).toBe(3);
    const [mixed] = [
      ...entriesByDay(
        [
          cell({ planned: 96 }),
          cell({ schedule: "b", planned: 48 }),
          cell({ schedule: "c", times: [at(9)] }),
        ],
        [schedule("a"), schedule("b"), schedule("c")],
      ).values(),
    ];
    expect(mixed?.map(({ schedule: { id } }) => id)).toEqual(["c", "a", "b"]);
    expect(fitting(mixed ?? [], 5).length).toBe(3);
    expect(fitting(mixed ?? [], 4).length).toBe(2);
  });

  it("say what fired late", () => {
    const late = { at: "2026-03-29T01:00:00Z", local: "", outcome: "fired" as const, late_ms: 1_800_000 };
    const days = entriesByDay([cell({ times: [late] })], [schedule("a")]);
    expect(days.get("2026-03-29")?.[0]?.look).toBe("late");
  });
});
