/**
 * The search part of an address is the state of its page: typed, readable, and the same after reload, Back and in a
 * colleague's browser. Each page declares what it reads; what is not declared, or is nonsense, is dropped.
 *
 * ```ts
 * const search = searchOf({ process: text, status: list(STATUSES), all: flag });
 * createRoute({ …, validateSearch: search });
 * // /runs?status=incident,failed  ->  { status: ["incident", "failed"] }
 * ```
 */

type Read<T> = (text: string) => T | undefined;
type Shape = Record<string, Read<unknown>>;
export type SearchOf<S extends Shape> = { [K in keyof S]?: Exclude<ReturnType<S[K]>, undefined> };

/** Any text that is not empty. */
export const text: Read<string> = (value) => value || undefined;

/** Present or not: `?mine=1`. */
export const flag: Read<true> = (value) => (value === "1" || value === "true" ? true : undefined);

/** A whole number. */
export const whole: Read<number> = (value) => (/^\d{1,15}$/.test(value) ? Number(value) : undefined);

/** One of these words. */
export function oneOf<const W extends readonly string[]>(words: W): Read<W[number]> {
  return (value) => (words.includes(value) ? value : undefined);
}

/** Some of these words, with commas between; in the order of `words`, so that equal filters have equal addresses. */
export function list<const W extends readonly string[]>(words: W): Read<W[number][]> {
  return (value) => {
    const parts = value.split(",");
    const known = words.filter((word) => parts.includes(word));
    return known.length > 0 ? known : undefined;
  };
}

/** Any words, with commas between. */
export const words: Read<string[]> = (value) => {
  const parts = value.split(",").filter(Boolean);
  return parts.length > 0 ? parts : undefined;
};

/** The `validateSearch` of a route. */
export function searchOf<S extends Shape>(shape: S) {
  return (given: Record<string, unknown>): SearchOf<S> => {
    const read: Record<string, unknown> = {};
    for (const [name, reader] of Object.entries(shape)) {
      const value = given[name];
      if (value === undefined || value === null) continue;
      // Links inside the console carry values, addresses carry text: both go through the same reader.
      const result = reader(written(value));
      if (result !== undefined) read[name] = result;
    }
    return read as SearchOf<S>;
  };
}

function written(value: unknown): string {
  if (Array.isArray(value)) return value.join(",");
  return value === true ? "1" : String(value);
}

/** `?a=1&b=x,y` as names and texts. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

/** The other way round; commas and colons stay readable. */
export function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === "" || value === false) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    parameters.set(name, written(value));
  }
  const text = parameters.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text ? `?${text}` : "";
}
