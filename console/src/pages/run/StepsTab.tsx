import { Progress as Bar } from "@mantine/core";
import type { Progress, Run, RunInput, Token } from "~/api";
import { Json } from "~/components/json/Json";
import { LargeJson } from "~/components/json/LargeJson";
import { Panel } from "~/components/panel/Panel";
import { Reading } from "~/components/states/Reading";
import { hasEnded } from "~/components/status/statuses";
import { type Column, DataTable } from "~/components/table/DataTable";
import { Duration } from "~/components/time/Duration";
import { Time } from "~/components/time/Time";
import { errorWords } from "~/runs/errorWords";
import { FindByValues } from "~/runs/FindByValues";
import { useLanguage, useNumber, useTexts } from "~/texts";
import { ErrorView } from "./ErrorView";
import classes from "./RunPage.module.css";
import { texts } from "./texts";
import { useInput, wholeInput } from "./useInput";
import { type StepReport, useSteps } from "./useSteps";

/** Where the run stands now and how far its loops are; what it came to; what it was given. */
export function StepsTab({ run }: { run: Run }) {
  const t = useTexts(texts);
  const progress = run.progress ?? [];
  const hasResult = run.result !== undefined && run.result !== null;
  // What an incident says stands at the top of the page; here is what the other side said.
  const error = run.error && (run.status !== "incident" || run.error.data) ? run.error : undefined;
  return (
    <div className={classes.columns}>
      <div className={classes.stack}>
        {error && (
          <Panel title={t.error}>
            <ErrorView error={error} />
          </Panel>
        )}
        {hasResult && (
          <Panel title={t.result}>
            <Json value={run.result} />
            <FindByValues of={run.result} />
          </Panel>
        )}
        {progress.length > 0 && (
          <Panel title={t.progress}>
            <div className={classes.stack}>
              {progress.map((each) => (
                <ProgressBar key={each.step} of={each} />
              ))}
            </div>
          </Panel>
        )}
        {!hasEnded(run.status) && (
          <Panel title={t.now} flush>
            <Tokens run={run} />
          </Panel>
        )}
        <Panel title={t.eachStep} flush>
          <EachStep run={run} />
        </Panel>
      </div>
      <Panel title={t.input}>
        <Input run={run} />
      </Panel>
    </div>
  );
}

function Input({ run }: { run: Run }) {
  const t = useTexts(texts);
  const input = useInput(run.id);
  return (
    <Reading of={input}>
      {({ input: value, start, bytes }) => {
        if (typeof start === "string") {
          const whole = { ...wholeInput(run.id), select: (all: RunInput) => all.input };
          return <LargeJson start={start} bytes={bytes} name="input" whole={whole} />;
        }
        if (Object.keys((value ?? {}) as object).length === 0)
          return <span className={classes.dim}>{t.noInput}</span>;
        return (
          <>
            <Json value={value} />
            <FindByValues of={value} />
          </>
        );
      }}
    </Reading>
  );
}

function ProgressBar({ of: { step, total, done, active, caught } }: { of: Progress }) {
  const t = useTexts(texts);
  const number = useNumber();
  const part = (n: number) => (total === 0 ? 0 : (n / total) * 100);
  return (
    <div className={classes.bar}>
      <div className={classes.barHead}>
        <span className={classes.step}>{step}</span>
        <span>
          {t.progressOf(number(done), number(total))}
          {active > 0 && <span className={classes.dim}> · {t.active(number(active))}</span>}
          {caught > 0 && <span className={classes.dim}> · {t.caught(number(caught))}</span>}
        </span>
      </div>
      <Bar.Root size={8} transitionDuration={150}>
        <Bar.Section value={part(done - caught)} aria-label={t.progressOf(number(done), number(total))} />
        <Bar.Section value={part(caught)} color="orange.7" aria-label={t.caught(number(caught))} />
        <Bar.Section value={part(active)} color="teal.2" aria-label={t.active(number(active))} />
      </Bar.Root>
    </div>
  );
}

/** What each step did until now, in numbers. */
function EachStep({ run }: { run: Run }) {
  const t = useTexts(texts);
  const number = useNumber();
  const steps = useSteps(run);
  const took = (ms: number | null | undefined) => (typeof ms === "number" ? <Duration ms={ms} /> : null);
  const columns: Column<StepReport>[] = [
    { key: "step", title: t.step, cell: ({ step }) => <span className={classes.step}>{step}</span> },
    {
      key: "done",
      title: t.doneTimes,
      width: 136,
      align: "right",
      cell: ({ done, total }) =>
        typeof total === "number" ? t.ofItems(number(done), number(total)) : number(done),
    },
    {
      key: "active",
      title: t.underWay,
      width: 104,
      align: "right",
      cell: ({ active, stopped }) => (
        <>
          {active > 0 && number(active)}
          {active > 0 && stopped > 0 && " · "}
          {stopped > 0 && <span className={classes.bad}>{t.stoppedNow(number(stopped))}</span>}
        </>
      ),
    },
    {
      key: "failed",
      title: t.failedAttempts,
      width: 108,
      align: "right",
      cell: ({ failed }) => failed > 0 && <span className={classes.bad}>{number(failed)}</span>,
    },
    { key: "p50", title: t.half, width: 84, align: "right", cell: (step) => took(step.took.p50_ms) },
    { key: "p95", title: t.nearlyAll, width: 84, align: "right", cell: (step) => took(step.took.p95_ms) },
    { key: "sum", title: t.together, width: 92, align: "right", cell: (step) => took(step.took.total_ms) },
  ];
  return (
    <Reading of={steps}>
      {({ items }) => (
        <DataTable
          label={t.eachStep}
          rows={items}
          rowKey={({ step }) => step}
          rowName={({ step }) => step}
          columns={columns}
        />
      )}
    </Reading>
  );
}

/** Tokens of a busy run: the first are enough, the loops above say the rest. */
const MOST_TOKENS = 200;

function Tokens({ run }: { run: Run }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const tokens = run.tokens ?? [];
  if (run.state_error) {
    return (
      <p className={classes.open}>
        {t.stateError} {run.state_error}
      </p>
    );
  }
  if (tokens.length === 0) return <p className={`${classes.open} ${classes.dim}`}>{t.noTokens}</p>;
  const columns: Column<Token>[] = [
    { key: "step", title: t.step, cell: (token) => <span className={classes.step}>{token.step}</span> },
    {
      key: "item",
      title: t.item,
      width: 72,
      align: "right",
      cell: (token) => (typeof token.item === "number" ? token.item + 1 : null),
    },
    { key: "doing", title: t.doing, cell: (token) => <Doing token={token} /> },
  ];
  return (
    <DataTable
      label={t.now}
      rows={tokens.slice(0, MOST_TOKENS)}
      rowKey={(token) => String(token.token)}
      rowName={(token) => token.step}
      columns={columns}
      second={(token) => (token.doing === "incident" ? errorWords(token.error, language) : null)}
    />
  );
}

function Doing({ token }: { token: Token }) {
  const t = useTexts(texts);
  const number = useNumber();
  switch (token.doing) {
    case "call":
      return (
        <>
          {token.next_attempt_at ? (
            <>
              {t.doings.failed(token.attempt, token.attempts)} <Time at={token.next_attempt_at} />
            </>
          ) : (
            t.doings.call(token.attempt, token.attempts)
          )}
        </>
      );
    case "wait":
      return (
        <>
          {t.doings.wait} <Time at={token.until} />
        </>
      );
    case "for_each":
      return t.doings.for_each(number(token.progress.done), number(token.progress.total));
    case "incident":
      return (
        <span className={classes.bad}>
          {t.doings.incident} {token.error.code}
        </span>
      );
    case "join":
      return t.doings.join;
    case "sub_process":
      return t.doings.sub_process;
  }
}
