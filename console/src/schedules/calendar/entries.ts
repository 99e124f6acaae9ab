import type { CalendarCell, CalendarSchedule, CalendarTime, FiringOutcome } from "~/api";

/** How a mark looks: what became of it, or that it is to come. */
export type Look = FiringOutcome | "late" | "planned";

/** One mark of a day: a planned time, or the many of one schedule. */
export type Entry = {
  key: string;
  schedule: CalendarSchedule;
  look: Look;
  /** Where it stands among the marks of its day. */
  at: string;
} & ({ time: CalendarTime } | { many: Many });

/** What is told of a schedule that has many times on a day. */
export type Many = {
  /** How many; at least so many where `more`. */
  count: number;
  more: boolean;
  everyMs: number | undefined;
  lastAt: string;
  /** How many had which outcome, what a person must know first. */
  parts: { look: Look; count: number }[];
};

/** What a person must know comes first; the mark of many has the look of the first that any of them has. */
const ORDER = ["failed", "missed", "skipped", "late", "queued", "starting", "fired", "planned"] as const;

/** The marks of each day: what comes a few times in the order of time, then what comes all day long. */
export function entriesByDay(
  cells: readonly CalendarCell[],
  schedules: readonly CalendarSchedule[],
): Map<string, Entry[]> {
  const known = new Map(schedules.map((schedule) => [schedule.id, schedule]));
  const days = new Map<string, Entry[]>();
  for (const cell of cells) {
    const schedule = known.get(cell.schedule);
    if (!schedule) continue;
    const day = days.get(cell.date) ?? [];
    days.set(cell.date, day);
    if (cell.times.length === 0) day.push(manyOf(cell, schedule));
    for (const time of cell.times) {
      const look = lookOf(time);
      day.push({ key: `${schedule.id} ${time.at}`, schedule, look, at: time.at, time });
    }
  }
  for (const day of days.values()) day.sort(inOrder);
  return days;
}

/** The marks there is room for, in lines: one for a time, two for many. One line is for saying that there are more. */
export function fitting(entries: readonly Entry[], room: number): Entry[] {
  const lines = (some: readonly Entry[]) => some.reduce((sum, entry) => sum + ("many" in entry ? 2 : 1), 0);
  if (lines(entries) <= room) return [...entries];
  const shown: Entry[] = [];
  for (const entry of entries) {
    if (lines([...shown, entry]) > room - 1) break;
    shown.push(entry);
  }
  return shown;
}

function lookOf({ outcome, late_ms }: CalendarTime): Look {
  return outcome === undefined || outcome === null ? "planned" : late_ms ? "late" : outcome;
}

function manyOf(cell: CalendarCell, schedule: CalendarSchedule): Entry {
  const counts: Partial<Record<Look, number>> = { ...cell.outcomes, planned: cell.planned };
  const parts = ORDER.map((look) => ({ look, count: counts[look] ?? 0 })).filter(({ count }) => count > 0);
  const sum = parts.reduce((sum, { count }) => sum + count, 0);
  const many: Many = {
    // "At least 303" is how the counting went, not what anybody wants to know.
    count: cell.more ? Math.floor(sum / 100) * 100 : sum,
    more: cell.more,
    everyMs: cell.every_ms ?? undefined,
    lastAt: cell.last_at,
    parts,
  };
  return {
    key: schedule.id,
    schedule,
    look: parts[0]?.look ?? "planned",
    at: cell.first_at,
    many,
  };
}

function inOrder(a: Entry, b: Entry): number {
  const allDay = Number("many" in a) - Number("many" in b);
  return allDay || compare(a.at, b.at) || compare(a.key, b.key);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
