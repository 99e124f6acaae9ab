import { Button, MultiSelect, NumberInput } from "@mantine/core";
import type { FactKind, Run } from "~/api";
import { SearchInput } from "~/components/filters/SearchInput";
import { Toggles } from "~/components/filters/Toggles";
import { Panel } from "~/components/panel/Panel";
import { NoneMatch } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { VirtualList } from "~/components/virtual/VirtualList";
import { useNumber, useTexts } from "~/texts";
import { usePast } from "../past/moment";
import page from "../RunPage.module.css";
import { KINDS, runRoute } from "../route";
import { StepSelect } from "../StepSelect";
import { texts as runTexts } from "../texts";
import { FactRow } from "./FactRow";
import { texts } from "./texts";
import { type JournalSearch, useJournal } from "./useJournal";

const NOTHING = { kind: undefined, step: undefined, item: undefined, q: undefined };

/** Everything that happened to the run, in words, from either end; what fits a filter is looked for by the service. */
export default function JournalTab({ run }: { run: Run }) {
  const t = useTexts(texts);
  const words = useTexts(runTexts);
  const number = useNumber();
  const { kind, step, item, q, newest } = runRoute.useSearch();
  const navigate = runRoute.useNavigate();
  const past = usePast();
  const search: JournalSearch = { kind, step, item, q, newest };
  const { journal, facts, total, more, fresh } = useJournal(run.id, run.facts, search, past?.seq);
  const set = (next: JournalSearch) =>
    void navigate({ search: (was) => ({ ...was, ...next }), replace: true });
  const filtered = (kind ?? step ?? item ?? q) !== undefined;
  const all = number(run.facts);
  return (
    <Panel flush>
      <div className={page.toolbar}>
        <SearchInput label={t.search} value={q} width={200} onChange={(next) => set({ q: next })} />
        <StepSelect run={run} value={step} width={200} onChange={(next) => set({ step: next })} />
        <MultiSelect
          aria-label={t.kinds}
          {...(kind ? {} : { placeholder: t.everyKind })}
          w={220}
          clearable
          data={KINDS.map((each) => ({ value: each, label: words.kinds[each] }))}
          value={kind ?? []}
          onChange={(next) => set({ kind: next.length > 0 ? (next as FactKind[]) : undefined })}
        />
        <NumberInput
          aria-label={t.itemNumber}
          placeholder={t.itemNumber}
          w={116}
          min={1}
          allowDecimal={false}
          allowNegative={false}
          value={item ?? ""}
          onChange={(next) => set({ item: typeof next === "number" && next > 0 ? next : undefined })}
        />
        <Toggles
          label={t.order}
          value={newest ? "newest" : "oldest"}
          options={[
            { value: "oldest", label: t.oldest },
            { value: "newest", label: t.newest },
          ]}
          onChange={(value) => set({ newest: value === "newest" || undefined })}
        />
      </div>
      <div className={page.counted} aria-live="polite">
        {journal.data &&
          (total === undefined || total === null
            ? t.manyFound(all)
            : filtered
              ? t.found(total, all)
              : t.whole(run.facts))}
        {fresh > 0 && (
          <Button size="compact-xs" variant="default" ml="sm" onClick={() => void journal.refetch()}>
            {t.fresh(fresh)}
          </Button>
        )}
      </div>
      <Reading of={journal}>
        {() =>
          facts.length === 0 && filtered ? (
            <NoneMatch onClear={() => set(NOTHING)} />
          ) : (
            <VirtualList
              label={words.journal}
              items={facts}
              itemKey={(fact) => fact.seq}
              rowHeight={32}
              height="max(320px, calc(100dvh - var(--run-top, 231px) - 173px))"
              onEnd={more}
            >
              {(fact) => <FactRow run={run.id} fact={fact} />}
            </VirtualList>
          )
        }
      </Reading>
    </Panel>
  );
}
