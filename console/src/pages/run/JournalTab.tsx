import type { Run } from "~/api";
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

/** Everything that happened to the run, oldest first; read on as one scrolls, and as it grows. */
export default function JournalTab({ run }: { run: Run }) {
  const t = useTexts(texts);
  const { step } = runRoute.useSearch();
  const navigate = runRoute.useNavigate();
  const { journal, facts, more, hasMore } = useJournal(run.id, run.facts);
  const shown = step ? facts.filter((fact) => fact.step?.includes(step)) : facts;
  return (
    <Panel flush>
      <div className={classes.toolbar}>
        <SearchInput
          label={t.filterFacts}
          value={step}
          onChange={(next) => void navigate({ search: (now) => ({ ...now, step: next }), replace: true })}
        />
        <span className={classes.dim}>
          {t.factsShown(shown.length)} / {run.facts}
          {hasMore && journal.isFetching && ` · ${t.loadingMore}`}
        </span>
      </div>
      <Reading of={journal}>
        {() => (
          <VirtualList
            label={t.journal}
            items={shown}
            itemKey={(fact) => fact.seq}
            rowHeight={32}
            height="max(320px, calc(100dvh - 330px))"
            onEnd={more}
          >
            {(fact) => <FactRow fact={fact} />}
          </VirtualList>
        )}
      </Reading>
    </Panel>
  );
}
