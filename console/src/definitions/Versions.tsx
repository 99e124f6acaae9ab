import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { get } from "~/api/client";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Skeletons } from "~/components/states/Skeletons";
import { Time } from "~/components/time/Time";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";
import { Live } from "./Live";
import classes from "./Definitions.module.css";
import { texts } from "./texts";

const PATH = "/api/v1/definitions/{key}/versions";
const PAGE = 20;
const LOOK_MS = 10_000;

/** Versions of a process, newest first: who deployed them, which runs are on them, and how each differs. */
export function Versions({ process, shown }: { process: string; shown: number }) {
  const t = useTexts(texts);
  const words = useTexts(common);
  const versions = useInfiniteQuery({
    queryKey: [PATH, { process }],
    queryFn: ({ pageParam }) =>
      get(PATH, {
        params: {
          path: { key: process },
          query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
        },
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: LOOK_MS,
  });
  if (!versions.data) {
    return versions.error ? (
      <ErrorNote error={versions.error} onRetry={() => void versions.refetch()} />
    ) : (
      <Skeletons rows={3} height={48} />
    );
  }
  return (
    <>
      <ol className={classes.versions}>
        {versions.data.pages
          .flatMap(({ items }) => items)
          .map(({ version, deployed_at, deployed_by, live }) => (
            <li key={version} data-version={version}>
              <span className={classes.versionHead}>
                {version === shown ? (
                  <strong aria-current="page">{words.version(version)}</strong>
                ) : (
                  <Link to="/definitions/$key/$version" params={{ key: process, version: String(version) }}>
                    {words.version(version)}
                  </Link>
                )}
                <Time at={deployed_at} />
                <span className={classes.by}>{deployed_by}</span>
              </span>
              <span className={classes.versionHead}>
                <Live of={live} process={process} version={version} />
                {version !== shown && (
                  <Link
                    className={classes.compare}
                    to="/definitions/$key/$version"
                    params={{ key: process, version: String(shown) }}
                    search={{ diff: version < shown ? `${version}..${shown}` : `${shown}..${version}` }}
                    aria-label={`${t.compare} ${words.version(version)}`}
                  >
                    {t.compare}
                  </Link>
                )}
              </span>
            </li>
          ))}
      </ol>
      {versions.hasNextPage && (
        <Button
          variant="subtle"
          mt="xs"
          loading={versions.isFetchingNextPage}
          onClick={() => void versions.fetchNextPage()}
        >
          {t.older}
        </Button>
      )}
    </>
  );
}
