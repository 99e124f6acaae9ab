import { UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { read, type RunFilter, type RunStatus } from "~/api";
import { ICONS, STATUSES, texts as statusTexts } from "~/components/status/statuses";
import { useNumber, useTexts } from "~/texts";
import { without } from "./filter";
import classes from "./RunsPage.module.css";
import { texts } from "./texts";

const LOOK_MS = 10_000;
/** Always there; the others where there are such runs or they are asked for. */
const ALWAYS: readonly RunStatus[] = ["incident", "running", "waiting", "failed", "completed"];

/**
 * How many runs of each status the other filters leave; pressing one filters by it, with Shift it is added. The numbers
 * are the server's, of the very filter the list has.
 */
export function StatusCounts({
  filter,
  chosen,
  onChange,
}: {
  filter: RunFilter;
  chosen: readonly RunStatus[] | undefined;
  onChange: (status: RunStatus[] | undefined) => void;
}) {
  const t = useTexts(texts);
  const words = useTexts(statusTexts);
  const number = useNumber();
  const others = useMemo(() => without(filter, "status"), [filter]);
  const counts = useQuery({
    ...read("/api/v1/runs/counts", { params: { query: others } }),
    refetchInterval: LOOK_MS,
  });
  const of = new Map((counts.data?.counts ?? []).map((count) => [count.status, count]));
  const press = (status: RunStatus, add: boolean) => {
    const others = (chosen ?? []).filter((one) => one !== status);
    const was = others.length !== (chosen ?? []).length;
    if (add) onChange(was ? nonEmpty(others) : [...others, status]);
    else onChange(was && others.length === 0 ? undefined : [status]);
  };
  return (
    <div className={classes.counts} role="group" aria-label={t.status}>
      <UnstyledButton
        className={classes.count}
        aria-pressed={chosen === undefined}
        onClick={() => onChange(undefined)}
      >
        {t.all}
      </UnstyledButton>
      {STATUSES.map((status) => {
        const count = of.get(status);
        const pressed = chosen?.includes(status) ?? false;
        if (!pressed && !ALWAYS.includes(status) && !count?.count && !count?.at_least) return null;
        const Icon = ICONS[status];
        return (
          <UnstyledButton
            key={status}
            className={classes.count}
            data-count={status}
            data-none={count?.count === 0 || undefined}
            aria-pressed={pressed}
            title={count?.at_least ? t.atLeast(number(count.count)) : undefined}
            onClick={(event) => press(status, event.shiftKey)}
          >
            <Icon size={14} aria-hidden />
            {words[status]}
            {count && (
              <span className={classes.number}>
                {number(count.count)}
                {count.at_least && "+"}
              </span>
            )}
          </UnstyledButton>
        );
      })}
    </div>
  );
}

function nonEmpty(status: RunStatus[]): RunStatus[] | undefined {
  return status.length > 0 ? status : undefined;
}
