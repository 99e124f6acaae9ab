import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { read, type RunProgress } from "~/api";

const LOOK_MS = 2_000;

/** How far runs are, one question for all of them. What nobody can say is not there. */
export function useProgress(ids: readonly string[]): ReadonlyMap<string, RunProgress> {
  const query = { ids: [...ids].sort().join(",") };
  const { data } = useQuery({
    ...read("/api/v1/runs/progress", { params: { query } }),
    refetchInterval: LOOK_MS,
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
  return new Map((data?.items ?? []).map((item) => [item.id, item]));
}
