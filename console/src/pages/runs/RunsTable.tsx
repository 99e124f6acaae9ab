import type { RunSummary } from "~/api";
import { DataTable, type Selection } from "~/components/table/DataTable";
import { useTexts } from "~/texts";
import { actionsColumn, columns, USUAL } from "./columns";
import type { RunsSearch } from "./route";
import { ErrorLine } from "./RunCells";
import { texts } from "./texts";
import { useProgress } from "./useProgress";
import { rowKey } from "./useRunsList";

/** The runs as rows, with how far they are. */
export function RunsTable({
  rows,
  gone,
  names,
  search,
  selection,
}: {
  rows: readonly RunSummary[];
  /** Rows that left the filter since, shown as they are now. */
  gone: ReadonlySet<string>;
  names: ReadonlyMap<string, string>;
  search: RunsSearch;
  selection?: Selection;
}) {
  const t = useTexts(texts);
  const progress = useProgress(rows);
  const shown = search.cols ?? USUAL;
  const all = columns(t, names, progress);
  return (
    <DataTable
      label={t.title}
      rows={rows}
      rowKey={rowKey}
      rowName={(run) => t.row(names.get(run.process) ?? run.process, run.business_key ?? run.id)}
      columns={[...all.filter(({ key }) => shown.includes(key)), actionsColumn()]}
      link={{
        column: shown.includes("process")
          ? "process"
          : (all.find(({ key }) => shown.includes(key))?.key ?? ""),
        to: (run) => ({ to: "/runs/$id", params: { id: run.id } }),
      }}
      second={(run) =>
        run.last_error && (run.status === "incident" || run.status === "failed") ? (
          <ErrorLine run={run} search={search} />
        ) : null
      }
      {...(selection ? { selection } : {})}
      stale={(run) => gone.has(run.id)}
    />
  );
}
