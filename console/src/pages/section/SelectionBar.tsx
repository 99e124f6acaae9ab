import { Button, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  type ApiError,
  read,
  type SelectionMenuItem,
  type SelectionStart,
  send,
  useChange,
  usePress,
} from "~/api";
import { useConfirm } from "~/components/confirm/Confirm";
import { LinkButton } from "~/components/link/LinkButton";
import { ErrorNote } from "~/components/states/ErrorNote";
import { hasEnded } from "~/components/status/statuses";
import { useSay } from "~/sections/say";
import classes from "~/sections/Sections.module.css";
import { texts as words } from "~/sections/texts";
import { useWhyNot } from "~/sections/useWhyNot";
import { useNumber, useTexts } from "~/texts";
import { texts } from "./texts";

const LOOK_MS = 1000;
/** Runs that are followed one by one; of more the list of runs tells. */
const MOST_FOLLOWED = 50;

type Started = { action: SelectionMenuItem; answer: SelectionStart };

/** What can be done with the chosen rows, with how many of them each action fits; and what became of it. */
export function SelectionBar({
  section,
  chosen,
  onClear,
}: {
  section: string;
  chosen: readonly string[];
  onClear: () => void;
}) {
  const t = useTexts(texts);
  const [started, setStarted] = useState<Started>();
  return (
    <>
      {chosen.length > 0 && (
        <div className={classes.selected} role="region" aria-label={t.chosen(chosen.length)}>
          <strong>{t.chosen(chosen.length)}</strong>
          <Offers section={section} chosen={chosen} onStarted={setStarted} />
          <Button variant="subtle" leftSection={<IconX size={14} />} onClick={onClear}>
            {t.unchoose}
          </Button>
        </div>
      )}
      {started && <Outcome of={started} onClose={() => setStarted(undefined)} />}
    </>
  );
}

function Offers({
  section,
  chosen,
  onStarted,
}: {
  section: string;
  chosen: readonly string[];
  onStarted: (started: Started) => void;
}) {
  const t = useTexts(texts);
  const w = useTexts(words);
  const say = useSay();
  const number = useNumber();
  const confirm = useConfirm();
  const whyNot = useWhyNot();
  const menu = useQuery<SelectionMenuItem[], ApiError>({
    queryKey: ["/api/v1/sections/{section}/actions", section, chosen],
    queryFn: async () => {
      const body = { records: [...chosen] };
      return (
        await send("post", "/api/v1/sections/{section}/actions", { params: { path: { section } }, body })
      ).items;
    },
    enabled: whyNot === undefined,
  });
  const press = usePress();
  const start = useChange(
    async (action: SelectionMenuItem) => {
      const answer = await press([action.key, action.fits], (header) =>
        send("post", "/api/v1/sections/{section}/actions/{action}", {
          params: { path: { section, action: action.key }, header },
          body: { records: action.fits, values: {} },
        }),
      );
      return { action, answer: answer as SelectionStart };
    },
    { onSuccess: onStarted },
  );
  const choose = async (action: SelectionMenuItem) => {
    const left = Object.keys(action.refused).length;
    const question = {
      title: say(action, "confirm") || w.asksFor(t.fits(say(action), number(action.fits.length))),
      body: left > 0 ? w.refusedSome(left) : say(action, "description"),
      act: t.fits(say(action), number(action.fits.length)),
      keep: w.cancel,
      dangerous: action.destructive,
    };
    if (await confirm(question)) start.mutate(action);
  };
  if (whyNot) return <span className={classes.dim}>{whyNot}</span>;
  return (
    <>
      {(menu.data ?? []).map((action) => {
        // An action with a form asks for one record at a time.
        const off = action.fits.length === 0 || !action.offered || action.form.fields.length > 0;
        return (
          <Tooltip
            key={action.key}
            label={say(action, "reason") || say(action, "description")}
            multiline
            maw={320}
          >
            <Button
              variant="default"
              data-disabled={off || undefined}
              aria-disabled={off}
              loading={start.isPending}
              onClick={() => {
                if (!off) void choose(action);
              }}
            >
              {t.fits(say(action), number(action.fits.length))}
            </Button>
          </Tooltip>
        );
      })}
      {menu.error && <ErrorNote error={menu.error} onRetry={() => void menu.refetch()} />}
      {start.error && <ErrorNote error={start.error} />}
    </>
  );
}

function Outcome({ of: { action, answer }, onClose }: { of: Started; onClose: () => void }) {
  const t = useTexts(texts);
  const w = useTexts(words);
  const say = useSay();
  const number = useNumber();
  const ids = answer.items.flatMap(({ run_id: id }) => (id ? [id] : []));
  const runs = useQueries({
    queries: ids.slice(0, MOST_FOLLOWED).map((id) => ({
      ...read("/api/v1/runs/{id}", { params: { path: { id } } }),
      refetchInterval: (query: {
        state: { data?: { status: Parameters<typeof hasEnded>[0] } | undefined };
      }) => (query.state.data && hasEnded(query.state.data.status) ? (false as const) : LOOK_MS),
    })),
  });
  const done = runs.filter(({ data }) => data?.status === "completed").length;
  const attention = runs.filter(
    ({ data }) => data?.status === "incident" || data?.status === "failed",
  ).length;
  const problems = [...new Set(answer.items.flatMap(({ problem }) => (problem ? [problem.detail] : [])))];
  return (
    <div className={classes.place} data-tone={attention + answer.failed > 0 ? "bad" : "good"} role="status">
      <div className={classes.words}>
        <p>
          <strong>
            {say(action)}: {w.ofSelection(number(done), number(answer.started))}
            {attention > 0 && `, ${w.attention(attention)}`}
          </strong>
        </p>
        {answer.failed > 0 && (
          <p>
            {w.notStarted(answer.failed)}: {problems.join(" ")}
          </p>
        )}
      </div>
      <LinkButton variant="default" to="/runs" search={{ process: action.process, since: "1h" }}>
        {t.showRuns}
      </LinkButton>
      <Button variant="subtle" onClick={onClose}>
        {w.dismiss}
      </Button>
    </div>
  );
}
