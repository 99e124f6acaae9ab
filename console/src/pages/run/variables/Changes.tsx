import { Button } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Answer, read, type Run } from "~/api";
import { Json, sizeText } from "~/components/json/Json";
import { Reading } from "~/components/states/Reading";
import { Time } from "~/components/time/Time";
import { person } from "~/runs/sentence";
import { useTexts } from "~/texts";
import { usePast } from "../past/moment";
import page from "../RunPage.module.css";
import { texts } from "./texts";
import classes from "./Variables.module.css";

const PAGE = 20;
type Page = Answer<"/api/v1/runs/{id}/variables/history", "get">;
type Change = Page["items"][number];
type Value = Change["after"];

/** Who changed a variable, when, from what to what; newest first. The moment of each is one click away. */
export function Changes({ run, name }: { run: Run; name: string }) {
  const t = useTexts(texts);
  const until = usePast()?.seq;
  const changes = useInfiniteQuery({
    queryKey: ["/api/v1/runs/{id}/variables/history", run.id, "list", { name, until, facts: run.facts }],
    initialPageParam: 0,
    queryFn: ({ pageParam, client }): Promise<Page> => {
      const query = {
        name,
        limit: PAGE,
        ...(until === undefined ? {} : { until }),
        ...(pageParam > 0 ? { before: pageParam } : {}),
      };
      return client.fetchQuery(
        read("/api/v1/runs/{id}/variables/history", { params: { path: { id: run.id }, query } }),
      );
    },
    getNextPageParam: (last) => last.next_before ?? undefined,
    placeholderData: (before) => before,
  });
  return (
    <div className={classes.changes}>
      <Reading of={changes}>
        {({ pages }) => (
          <>
            <ol aria-label={t.historyOf(name)}>
              {pages
                .flatMap(({ items }) => items)
                .map((change) => (
                  <li key={change.number}>
                    <Line of={change} />
                  </li>
                ))}
            </ol>
            {changes.hasNextPage && (
              <Button
                size="compact-xs"
                variant="default"
                loading={changes.isFetchingNextPage}
                onClick={() => void changes.fetchNextPage()}
              >
                {t.older(pages[0]?.total ?? 0)}
              </Button>
            )}
          </>
        )}
      </Reading>
    </div>
  );
}

function Line({ of: { seq, at, by, step, reason, before, after } }: { of: Change }) {
  const t = useTexts(texts);
  const who = by ? t.byPerson(person(by)) : step ? t.byStep(step) : t.first;
  return (
    <div className={classes.change}>
      <Link from="/runs/$id" to="." search={(was) => ({ ...was, at: seq })} title={t.goTo(seq)}>
        <Time at={at} />
      </Link>
      <span>
        {who}
        {reason && <span className={page.dim}> {t.because(reason)}</span>}
      </span>
      <div className={classes.values}>
        {before && (
          <>
            <Shown of={before} />
            <IconArrowRight size={14} aria-label={t.became} />
          </>
        )}
        <Shown of={after} />
      </div>
    </div>
  );
}

function Shown({ of: { value, start, bytes } }: { of: Value }) {
  const t = useTexts(texts);
  if (start === undefined || start === null) return <Json value={value} />;
  return (
    <span className={page.step} title={start}>
      {start.slice(0, 40)}… <span className={page.dim}>{t.size(sizeText(bytes))}</span>
    </span>
  );
}
