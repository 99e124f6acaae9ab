import { Group, Select } from "@mantine/core";
import type { RunFilter } from "~/api";
import { SearchInput } from "~/components/filters/SearchInput";
import { ColumnsMenu } from "~/components/table/ColumnsMenu";
import { useTexts } from "~/texts";
import { COLUMNS, USUAL } from "./columns";
import { CsvButton } from "./CsvButton";
import { MoreFilters } from "./MoreFilters";
import type { RunsSearch } from "./route";
import classes from "./RunsPage.module.css";
import { texts } from "./texts";
import { TimeRange } from "./TimeRange";

/** What narrows the list down, and how it is shown. */
export function FilterBar({
  search,
  names,
  versions,
  filter,
  onChange,
}: {
  search: RunsSearch;
  names: ReadonlyMap<string, string>;
  /** The latest version of the process that is chosen. */
  versions: number;
  filter: RunFilter;
  onChange: (change: Partial<RunsSearch>, replace?: boolean) => void;
}) {
  const t = useTexts(texts);
  return (
    <Group gap="xs">
      <SearchInput label={t.search} value={search.q} onChange={(q) => onChange({ q }, true)} width={300} />
      <Select
        aria-label={t.process}
        placeholder={t.anyProcess}
        data={[...names].map(([value, label]) => ({ value, label }))}
        value={search.process ?? null}
        onChange={(process) => onChange({ process: process ?? undefined, version: undefined })}
        searchable
        clearable
        w={220}
      />
      <TimeRange
        range={{ since: search.since, until: search.until }}
        onChange={({ since, until }) => onChange({ since, until })}
      />
      <MoreFilters search={search} versions={versions} onChange={onChange} />
      <div className={classes.spring} />
      <CsvButton filter={filter} />
      <ColumnsMenu
        columns={COLUMNS.map((key) => ({ key, title: t[key] }))}
        shown={search.cols ?? USUAL}
        onChange={(cols) =>
          onChange({ cursor: search.cursor, cols: cols.join() === USUAL.join() ? undefined : cols }, true)
        }
      />
    </Group>
  );
}
