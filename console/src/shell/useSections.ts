import { useQuery } from "@tanstack/react-query";
import { type Answer, read } from "~/api";

export type SectionPlace = Answer<"/api/v1/workplaces", "get">["items"][number]["sections"][number];

/** The sections of the rail that can be opened, each once: one may stand in several workplaces. */
export function useSections(): SectionPlace[] {
  const workplaces = useQuery({ ...read("/api/v1/workplaces"), staleTime: 60_000 });
  const all = (workplaces.data?.items ?? []).flatMap(({ sections }) => sections);
  const once = new Map(all.filter(({ available }) => available).map((section) => [section.key, section]));
  return [...once.values()];
}
