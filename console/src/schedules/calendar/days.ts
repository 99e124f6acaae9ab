/** Days as `2026-11-24`: what a calendar counts in. A day has no zone; where it begins and ends is the service's to say. */
export type Day = string;

/** What the calendar shows at once. */
export const SPANS = ["month", "week"] as const;
export type Span = (typeof SPANS)[number];

const DAY_MS = 86_400_000;
const noon = (day: Day) => Date.parse(`${day}T12:00:00Z`);

/** A day that is one: `2026-02-30` is none. */
export function isDay(text: string): boolean {
  const at = /^(19[7-9]\d|[23]\d{3})-\d\d-\d\d$/.test(text) ? noon(text) : NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

export function addDays(day: Day, n: number): Day {
  return new Date(noon(day) + n * DAY_MS).toISOString().slice(0, 10);
}

/** The same day of another month, or its last one. */
export function addMonths(day: Day, n: number): Day {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + n + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + n, Math.min(date, last))).toISOString().slice(0, 10);
}

/** The Monday of a day's week. */
export function monday(day: Day): Day {
  return addDays(day, -((new Date(noon(day)).getUTCDay() + 6) % 7));
}

/** The day a moment is on by the clocks of a zone. */
export function dayOf(at: number, zone: string): Day {
  // Swedish writes dates as ISO does.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(at);
}

/** The whole weeks that show a week, or the month of a day. */
export function weeksOf(day: Day, span: Span): Day[][] {
  const first = monday(span === "week" ? day : `${day.slice(0, 8)}01`);
  const next = span === "week" ? addDays(first, 7) : `${addMonths(`${day.slice(0, 8)}01`, 1)}`;
  const weeks: Day[][] = [];
  for (let at = first; at < next; at = addDays(at, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, n) => addDays(at, n)));
  }
  return weeks;
}

/** The week or month before (-1) or after (1). */
export function shift(day: Day, span: Span, by: -1 | 1): Day {
  return span === "week" ? addDays(monday(day), 7 * by) : addMonths(`${day.slice(0, 8)}01`, by);
}
