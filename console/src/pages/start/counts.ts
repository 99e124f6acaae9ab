/** Most counts that are told of a result. */
const MOST = 3;

/** What a run counted, as its result names it: `{ read: 1000, created: 2 }`; zeros say nothing. */
export function countsOf(result: unknown): { name: string; count: number }[] {
  if (typeof result !== "object" || result === null || Array.isArray(result)) return [];
  return Object.entries(result)
    .flatMap(([name, count]) =>
      Number.isSafeInteger(count) && count > 0 ? [{ name: name.replaceAll("_", " "), count }] : [],
    )
    .slice(0, MOST);
}
