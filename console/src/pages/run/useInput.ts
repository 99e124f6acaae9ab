import { useQuery } from "@tanstack/react-query";
import { read } from "~/api";

/** All of what a run was given, however large. */
export const wholeInput = (id: string) => ({
  ...read("/api/v1/runs/{id}/input", { params: { path: { id } } }),
  // It never changes, and may be megabytes: it is not kept for later.
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 0,
});

/** What a run was given; of a large input how it begins. Asked for where it is shown or needed, and nowhere else. */
export function useInput(id: string, { enabled = true }: { enabled?: boolean } = {}) {
  return useQuery({
    ...read("/api/v1/runs/{id}/input", { params: { path: { id }, query: { brief: true } } }),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
