import type { Definition } from "~/api";

export type Group = { name: "favourites" | "recent" | "allProcesses" | "found"; definitions: Definition[] };

const MOST_RECENT = 5;

/** The library as it is shown: what fits the search in one group, else favourites, recent and the rest. */
export function grouped(
  all: readonly Definition[],
  q: string | undefined,
  favourites: readonly string[],
  recent: readonly string[],
): Group[] {
  const byName = [...all].sort((a, b) => a.name.localeCompare(b.name));
  const groups: Group[] = [];
  if (q) {
    const words = q.toLocaleLowerCase().split(/\s+/);
    const fits = ({ name, key }: Definition) => {
      const text = `${name} ${key}`.toLocaleLowerCase();
      return words.every((word) => text.includes(word));
    };
    groups.push({ name: "found", definitions: byName.filter(fits) });
  } else {
    const starred = byName.filter(({ key }) => favourites.includes(key));
    const used = recent
      .filter((key) => !favourites.includes(key))
      .flatMap((key) => all.find((definition) => definition.key === key) ?? [])
      .slice(0, MOST_RECENT);
    const shown = new Set([...starred, ...used]);
    groups.push(
      { name: "favourites", definitions: starred },
      { name: "recent", definitions: used },
      { name: "allProcesses", definitions: byName.filter((definition) => !shown.has(definition)) },
    );
  }
  return groups.filter(({ definitions }) => definitions.length > 0);
}
