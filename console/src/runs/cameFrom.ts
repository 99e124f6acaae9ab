/**
 * The list a person opened a run from: its runs in the order they were shown, and the address to go back to. Kept for
 * this tab only, so that two lists in two tabs do not mix.
 */

const KEPT = "throughline.cameFrom";
/** More rows than any list shows at once. */
const MOST = 2_000;

interface List {
  ids: string[];
  href: string;
}

/** Where a run stands in the list it was opened from. */
export interface Neighbours {
  /** The run above it in the list. */
  previous?: string;
  /** The run below it. */
  next?: string;
  /** Its place, from 1, and how many there are. */
  place: number;
  of: number;
  /** The address of the list, with its filters. */
  href: string;
}

/** Keeps the runs a list shows, as they are on the screen. Called by lists whenever their rows change. */
export function remember(ids: readonly string[], href: string): void {
  try {
    const list: List = { ids: ids.slice(0, MOST), href };
    sessionStorage.setItem(KEPT, JSON.stringify(list));
  } catch {
    // No room or no right to keep anything: `[` and `]` are a convenience.
  }
}

/** The runs beside this one in the list it was opened from; none where it was opened from elsewhere. */
export function neighbours(id: string): Neighbours | undefined {
  const list = read();
  const at = list?.ids.indexOf(id) ?? -1;
  if (list === undefined || at < 0) {
    return undefined;
  }
  return {
    previous: list.ids[at - 1],
    next: list.ids[at + 1],
    place: at + 1,
    of: list.ids.length,
    href: list.href,
  };
}

function read(): List | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    return isList(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function isList(value: unknown): value is List {
  return (
    typeof value === "object" &&
    value !== null &&
    "ids" in value &&
    Array.isArray(value.ids) &&
    value.ids.every((id) => typeof id === "string") &&
    "href" in value &&
    typeof value.href === "string"
  );
}
