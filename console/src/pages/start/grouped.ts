import type { Answer } from "~/api";

export type Entry = Answer<"/api/v1/definitions", "get">["items"][number];

/** A heading of ours, or one that stands in the definitions. */
export type Heading = "favourites" | "recent" | "allProcesses" | "others" | "found" | { group: string };
export type Group = { heading: Heading; definitions: Entry[] };

const MOST_RECENT = 5;

/** The library as it is shown: what fits the search under one heading, else favourites, recent and the rest by group. */
export function grouped(
  all: readonly Entry[],
  q: string | undefined,
  favourites: readonly string[],
  recent: readonly string[],
): Group[] {
  const byName = [...all].sort((a, b) => a.name.localeCompare(b.name));
  if (q) {
    const words = q.toLocaleLowerCase().split(/\s+/);
    const holds = (text: string) => words.every((word) => text.toLocaleLowerCase().includes(word));
    // What is called so before what only tells of it.
    const called = byName.filter(({ name, key }) => holds(`${name} ${key}`));
    const told = byName.filter(({ name, key, group, description }) =>
      holds(`${name} ${key} ${group ?? ""} ${description ?? ""}`),
    );
    return filled([{ heading: "found", definitions: [...new Set([...called, ...told])] }]);
  }
  const starred = byName.filter(({ key }) => favourites.includes(key));
  const used = recent
    .filter((key) => !favourites.includes(key))
    .flatMap((key) => all.find((definition) => definition.key === key) ?? [])
    .slice(0, MOST_RECENT);
  const shown = new Set([...starred, ...used]);
  const rest = byName.filter((definition) => !shown.has(definition));
  const names = [...new Set(rest.flatMap(({ group }) => group ?? []))].sort((a, b) => a.localeCompare(b));
  return filled([
    { heading: "favourites", definitions: starred },
    { heading: "recent", definitions: used },
    ...names.map((group) => ({
      heading: { group },
      definitions: rest.filter((definition) => definition.group === group),
    })),
    {
      heading: names.length > 0 ? "others" : "allProcesses",
      definitions: rest.filter(({ group }) => !group),
    },
  ]);
}

const filled = (groups: Group[]) => groups.filter(({ definitions }) => definitions.length > 0);
