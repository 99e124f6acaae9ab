import type { Language } from "~/texts";

/** Intl's name of the browser's zone, e.g. `Europe/Kyiv`; browsers still call that one by the Russian name of the city. */
export const LOCAL_ZONE = Intl.DateTimeFormat()
  .resolvedOptions()
  .timeZone.replace(/^Europe\/Kiev$/, "Europe/Kyiv");

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${JSON.stringify(options)}`;
  let known = formats.get(key);
  if (!known) {
    // British English: the day before the month and 24 hours, as the Ukrainian side has it.
    const locale = language === "en" ? "en-GB" : "uk";
    known = new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: "h23", ...options });
    formats.set(key, known);
  }
  return known;
}

const CLOCK = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
const DAY = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" } as const;
const YEAR = { ...DAY, year: "numeric" } as const;
const FULL = { ...YEAR, second: "2-digit" } as const;
const DATE = { year: "numeric", month: "2-digit", day: "2-digit" } as const;

/** `12:04:31` today, `23 Nov 12:04` this year, `23 Nov 2024 12:04` before. */
export function formatTime(at: Date, now: Date, zone: string, language: Language): string {
  const date = format(language, zone, DATE);
  const [day, today] = [date.format(at), date.format(now)];
  if (day === today) return format(language, zone, CLOCK).format(at);
  const year = (moment: Date) => format(language, zone, { year: "numeric" }).format(moment);
  const options = year(at) === year(now) ? DAY : YEAR;
  return format(language, zone, options).format(at).replace(",", "");
}

/** Everything: `23 Nov 2026 12:04:31`. */
export function formatFullTime(at: Date, zone: string, language: Language): string {
  return format(language, zone, FULL).format(at).replace(",", "");
}

/** `12:04`, for what is known to the minute. */
export function formatClock(at: Date, zone: string, language: Language): string {
  return format(language, zone, { hour: "2-digit", minute: "2-digit" }).format(at);
}

const noon = (day: string) => new Date(`${day}T12:00:00Z`);

/** `24 Nov` of `2026-11-24`. */
export function formatDay(day: string, language: Language): string {
  return format(language, "UTC", { day: "numeric", month: "short" }).format(noon(day));
}

/** `Tue` of `2026-11-24`. */
export function formatWeekday(day: string, language: Language): string {
  return format(language, "UTC", { weekday: "short" }).format(noon(day));
}

/** `November 2026` of `2026-11-24`. */
export function formatMonth(day: string, language: Language): string {
  return format(language, "UTC", { month: "long", year: "numeric" }).format(noon(day));
}

const UNITS = {
  en: { ms: "ms", s: "s", min: "min", h: "h", d: "d" },
  uk: { ms: "мс", s: "с", min: "хв", h: "год", d: "д" },
} as const;

/** How far apart things are, without what is zero: `2 s`, `15 min`, `1 h`, `1 h 30 min`. */
export function formatSpan(ms: number, language: Language): string {
  const unit = UNITS[language];
  let rest = Math.round(ms);
  const parts: string[] = [];
  for (const [name, length] of [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1000],
  ] as const) {
    const count = Math.floor(rest / length);
    if (count > 0) parts.push(`${count} ${unit[name]}`);
    rest -= count * length;
  }
  return parts.join(" ") || `${rest} ${unit.ms}`;
}

/** A duration that ticks or is only nearly known: whole seconds, tenths of it would look broken. */
export function formatSeconds(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return seconds < 60 ? `${seconds} ${UNITS[language].s}` : formatDuration(seconds * 1000, language);
}

/** `340 ms`, `12.4 s`, `3 min 05 s`, `2 h 10 min`, `4 d 3 h`; a clock that went backwards gives `0 ms`. */
export function formatDuration(ms: number, language: Language): string {
  const unit = UNITS[language];
  const most = Math.max(0, Math.round(ms));
  if (most < 1000) return `${most} ${unit.ms}`;
  const tenths = Math.round(most / 100);
  if (tenths < 600) {
    const text = (tenths / 10).toFixed(1);
    return `${language === "uk" ? text.replace(".", ",") : text} ${unit.s}`;
  }
  const seconds = Math.round(most / 1000);
  const two = (n: number) => String(n).padStart(2, "0");
  if (seconds < 3600) return `${Math.floor(seconds / 60)} ${unit.min} ${two(seconds % 60)} ${unit.s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} ${unit.h} ${two(minutes % 60)} ${unit.min}`;
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)} ${unit.d} ${hours % 24} ${unit.h}`;
}
