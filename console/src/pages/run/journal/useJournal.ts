import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { type Answer, type Fact, type FactKind, read } from "~/api";

const PAGE = 100;
type Page = Answer<"/api/v1/runs/{id}/journal", "get"> & { facts: number };

/** What is looked for in a journal. */
export type JournalSearch = {
  kind?: FactKind[] | undefined;
  step?: string | undefined;
  item?: number | undefined;
  q?: string | undefined;
  newest?: true | undefined;
};

/** What the service is asked for. */
export function queryOf({ kind, step, item, q, newest }: JournalSearch, until: number | undefined) {
  return {
    limit: PAGE,
    brief: true,
    ...(kind ? { kind: kind.join(",") } : {}),
    ...(step ? { step } : {}),
    ...(item === undefined ? {} : { item: item - 1 }),
    ...(q ? { text: q } : {}),
    ...(newest ? { order: "desc" as const } : {}),
    ...(until === undefined ? {} : { until }),
  };
}

/**
 * The facts that fit, as far as somebody looked. `known`: how many facts the run has. Read from the oldest on, what comes
 * later follows at the end; from the newest on it waits above, and `fresh` says how many may be there.
 */
export function useJournal(id: string, known: number, search: JournalSearch, until: number | undefined) {
  const query = queryOf(search, until);
  const journal = useInfiniteQuery({
    queryKey: ["/api/v1/runs/{id}/journal", id, "list", query],
    initialPageParam: 0,
    queryFn: async ({ pageParam, client }): Promise<Page> => {
      const after = pageParam > 0 ? { after: pageParam } : {};
      const part = read("/api/v1/runs/{id}/journal", {
        params: { path: { id }, query: { ...query, ...after } },
      });
      return { ...(await client.fetchQuery({ ...part, staleTime: 0, gcTime: 0 })), facts: known };
    },
    getNextPageParam: (last: Page, _pages, after) => {
      if (last.next_after) return last.next_after;
      // The end was reached; more may have come since.
      if (search.newest || until !== undefined || last.facts >= known) return undefined;
      return last.items.at(-1)?.seq ?? after;
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const pages = journal.data?.pages;
  const facts = useMemo<Fact[]>(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const { fetchNextPage, hasNextPage, isFetching } = journal;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const fresh = search.newest && until === undefined ? known - (pages?.[0]?.facts ?? known) : 0;
  return { journal, facts, total: pages?.at(-1)?.total, more, fresh };
}
