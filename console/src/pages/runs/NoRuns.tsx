import { Button, Group } from "@mantine/core";
import { IconFilterOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { read, type RunFilter, type RunPage } from "~/api";
import { Empty } from "~/components/states/Empty";
import { texts as stateTexts } from "~/components/states/texts";
import { Time } from "~/components/time/Time";
import { useNumber, useTexts } from "~/texts";
import { without } from "./filter";
import classes from "./RunsPage.module.css";
import { texts } from "./texts";

/** The filters match none: how many there are at any time, and how to see them. */
export function NoRuns({
  page,
  filter,
  onClear,
  onAnyTime,
  onFurther,
}: {
  page: RunPage;
  filter: RunFilter;
  onClear: () => void;
  onAnyTime: () => void;
  onFurther: (cursor: string) => void;
}) {
  const t = useTexts(texts);
  const states = useTexts(stateTexts);
  const number = useNumber();
  const timed = Boolean(filter.since ?? filter.until);
  const anyTime = without(filter, "since", "until");
  const counts = useQuery({
    ...read("/api/v1/runs/counts", { params: { query: anyTime } }),
    enabled: timed,
  });
  const total = (counts.data?.counts ?? []).reduce((sum, { count }) => sum + count, 0);
  const more = (counts.data?.counts ?? []).some((count) => count.at_least);
  const next = page.next_cursor;
  return (
    <Empty
      title={page.looked_until ? t.noneYet : states.noneMatch}
      icon={IconFilterOff}
      action={
        <Group gap="xs" justify="center">
          {next && (
            <Button variant="default" onClick={() => onFurther(next)}>
              {t.further}
            </Button>
          )}
          {timed && total > 0 && (
            <Button variant="default" onClick={onAnyTime}>
              {t.anyTime(number(total) + (more ? "+" : ""))}
            </Button>
          )}
          <Button variant="default" onClick={onClear}>
            {states.clear}
          </Button>
        </Group>
      }
    >
      {page.looked_until && <LookedUntil at={page.looked_until} />}
    </Empty>
  );
}

/** Says how far the service looked, where that was not to the end. */
export function LookedUntil({ at }: { at: string }) {
  const t = useTexts(texts);
  return (
    <span className={classes.looked}>
      {t.lookedUntil} <Time at={at} />. {t.lookedWhy}
    </span>
  );
}
