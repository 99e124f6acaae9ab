import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { type Answer, type Fact, read } from "~/api";

const PAGE = 100;
type Page = Answer<"/api/v1/runs/{id}/journal", "get">;

/**
 * The journal of a run as far as somebody looked. It only ever grows, so what was read is never read again: `more` goes
 * on after the last fact, and `known` (how many there are) says whether there is something.
 */
export function useJournal(id: string, known: number) {
  const pageOf = (after: number) =>
    read("/api/v1/runs/{id}/journal", { params: { path: { id }, query: { after, limit: PAGE } } });
  const journal = useInfiniteQuery({
    queryKey: ["journal", id],
    initialPageParam: 0,
    queryFn: ({ pageParam, client }) => client.fetchQuery({ ...pageOf(pageParam), staleTime: 0 }),
    getNextPageParam: (last: Page, _pages, after) => last.items.at(-1)?.seq ?? after,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const facts = useMemo<Fact[]>(
    () => journal.data?.pages.flatMap((page) => page.items) ?? [],
    [journal.data],
  );
  const last = facts.at(-1)?.seq ?? 0;
  const { fetchNextPage, isFetching } = journal;
  const hasMore = last < known;
  const more = useCallback(() => {
    if (hasMore && !isFetching) void fetchNextPage();
  }, [hasMore, isFetching, fetchNextPage]);
  return { journal, facts, more, hasMore };
}
