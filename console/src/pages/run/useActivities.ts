import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { type Activity, type Answer, read, type Run } from "~/api";
import { usePast } from "./past/moment";

const PAGE = 100;
/** Least time between two readings of a run that goes on. */
const LOOK_MS = 2000;
type Page = Answer<"/api/v1/runs/{id}/activities", "get"> & { facts: number };
type Filter = { step?: string | undefined; failed?: true | undefined; enabled?: boolean };

/** What a run did, with a filter, as far as somebody looked; read again when the run has more facts than were known. */
export function useActivities(run: Run, { step, failed, enabled = true }: Filter) {
  const { id, facts } = run;
  const until = usePast()?.seq;
  const calls = useInfiniteQuery({
    queryKey: ["/api/v1/runs/{id}/activities", id, "list", { step, failed, until }],
    enabled,
    initialPageParam: 0,
    queryFn: async ({ pageParam, client }): Promise<Page> => {
      const query = {
        after: pageParam,
        limit: PAGE,
        ...(step ? { step } : {}),
        ...(failed ? { failed } : {}),
        ...(until === undefined ? {} : { until }),
      };
      const part = read("/api/v1/runs/{id}/activities", { params: { path: { id }, query } });
      return { ...(await client.fetchQuery({ ...part, staleTime: 0, gcTime: 0 })), facts };
    },
    getNextPageParam: (last) => last.next_after ?? undefined,
    refetchInterval: (query) => (query.state.data?.pages.at(-1)?.facts === facts ? false : LOOK_MS),
  });
  const items = useMemo<Activity[]>(
    () => calls.data?.pages.flatMap((page) => page.items) ?? [],
    [calls.data],
  );
  const { fetchNextPage, hasNextPage, isFetching } = calls;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return { calls, items, total: calls.data?.pages.at(-1)?.total ?? 0, more };
}
