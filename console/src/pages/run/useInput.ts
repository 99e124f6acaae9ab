import { useQuery } from "@tanstack/react-query";
import { read } from "~/api";

/** What the run was given: it stands in the first fact of its journal and never changes. */
export function useInput(id: string) {
  return useQuery({
    ...read("/api/v1/runs/{id}/journal", { params: { path: { id }, query: { limit: 1 } } }),
    select: (page) => page.items[0]?.payload?.input ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
