import type { Fact, Run } from "~/api";
import { SearchInput } from "~/components/filters/SearchInput";
import { Panel } from "~/components/panel/Panel";
import { Reading } from "~/components/states/Reading";
import { VirtualList } from "~/components/virtual/VirtualList";
import { useTexts } from "~/texts";
import { FactRow } from "./FactRow";
import classes from "./RunPage.module.css";
import { runRoute } from "./route";
import { texts } from "./texts";
import { useJournal } from "./useJournal";

/** Every call that was answered: what it said, or why the attempt failed. */
export default function CallsTab({ run }: { run: Run }) {
  const t = useTexts(texts);
  const { step } = runRoute.useSearch();
  const navigate = runRoute.useNavigate();
  const { journal, facts, more, hasMore } = useJournal(run.id, run.facts);
  const calls = facts.filter((fact) => isCall(fact) && (!step || fact.step?.includes(step)));
  return (
    <Panel flush>
      <div className={classes.toolbar}>
        <SearchInput
          label={t.filterFacts}
          value={step}
          onChange={(next) => void navigate({ search: (now) => ({ ...now, step: next }), replace: true })}
        />
        <span className={classes.dim}>{t.callsShown(calls.length)}</span>
      </div>
      <Reading of={journal}>
        {() =>
          calls.length === 0 && !hasMore ? (
            <p className={`${classes.open} ${classes.dim}`}>{step ? t.noFacts : t.noCalls}</p>
          ) : (
            <VirtualList
              label={t.calls}
              items={calls}
              itemKey={(fact) => fact.seq}
              rowHeight={32}
              height="max(320px, calc(100dvh - 330px))"
              onEnd={more}
            >
              {(fact) => <FactRow fact={fact}>{t.attempt(attemptOf(fact))}</FactRow>}
            </VirtualList>
          )
        }
      </Reading>
    </Panel>
  );
}

function isCall(fact: Fact): boolean {
  return fact.kind === "effect_succeeded" || fact.kind === "effect_failed";
}

function attemptOf(fact: Fact): number {
  const attempt = fact.payload?.attempt;
  return typeof attempt === "number" ? attempt : 1;
}
