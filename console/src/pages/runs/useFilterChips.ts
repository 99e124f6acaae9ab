import type { Filter } from "~/components/filters/FilterChips";
import { texts as statusTexts } from "~/components/status/statuses";
import { useTexts } from "~/texts";
import { isSpan, NONE } from "./filter";
import type { RunsSearch } from "./route";
import { texts } from "./texts";
import { useRangeWords } from "./TimeRange";

/** Every filter of the address as a chip, with how to take it away. */
export function useFilterChips(
  search: RunsSearch,
  names: ReadonlyMap<string, string>,
  set: (change: Partial<RunsSearch>) => void,
): Filter[] {
  const t = useTexts(texts);
  const words = useTexts(statusTexts);
  const range = useRangeWords();
  const filters: Filter[] = [];
  const add = (name: string, value: string | undefined, without: Partial<RunsSearch>) => {
    if (value) filters.push({ name, value, onRemove: () => set(without) });
  };
  add(t.status, search.status?.map((status) => words[status]).join(", "), { status: undefined });
  add(t.process, search.process && (names.get(search.process) ?? search.process), {
    process: undefined,
    version: undefined,
  });
  add(t.version, search.version?.toString(), { version: undefined });
  add(t.q, search.q, { q: undefined });
  add(t.key, search.key, { key: undefined });
  add(t.value, search.var?.replace(":", " = "), { var: undefined });
  // Within a span, but between moments.
  const span = isSpan(search.since) && !search.until;
  add(span ? t.since : t.accepted, range(search), { since: undefined, until: undefined });
  add(t.by, search.by, { by: undefined });
  add(t.trigger, search.trigger && t[search.trigger], { trigger: undefined });
  add(t.step, search.step === NONE ? t.noStep : search.step, { step: undefined });
  add(t.code, search.code === NONE ? t.noCode : search.code, { code: undefined });
  return filters;
}
