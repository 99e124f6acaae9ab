import type { RunProgress, RunSummary } from "~/api";
import { Id } from "~/components/id/Id";
import { Above, type Column } from "~/components/table/DataTable";
import { Duration } from "~/components/time/Duration";
import { Time } from "~/components/time/Time";
import { RunActionsMenu } from "~/runs/RunActionsMenu";
import { ProgressCell, StatusCell } from "./RunCells";
import type { texts } from "./texts";

type Words = (typeof texts)["en"];

/** Columns a person may choose from, and those shown unless they do. */
export const COLUMNS = [
  "status",
  "process",
  "key",
  "progress",
  "created",
  "duration",
  "by",
  "trigger",
  "version",
  "facts",
  "id",
] as const;
export const USUAL: readonly string[] = ["status", "process", "key", "progress", "created", "duration", "id"];

export function columns(
  t: Words,
  names: ReadonlyMap<string, string>,
  progress: ReadonlyMap<string, RunProgress>,
): Column<RunSummary>[] {
  return [
    {
      key: "status",
      title: t.status,
      width: 224,
      cell: (run) => <StatusCell run={run} progress={progress.get(run.id)} />,
    },
    { key: "process", title: t.process, cell: (run) => <Whole of={names.get(run.process) ?? run.process} /> },
    { key: "key", title: t.key, cell: (run) => run.business_key && <Whole of={run.business_key} /> },
    {
      key: "progress",
      title: t.progress,
      width: 128,
      cell: (run) => <ProgressCell progress={progress.get(run.id)} />,
    },
    {
      key: "created",
      title: t.created,
      width: 112,
      cell: (run) => (
        <Above>
          <Time at={run.created_at} />
        </Above>
      ),
    },
    {
      key: "duration",
      title: t.duration,
      width: 104,
      align: "right",
      cell: (run) => (run.started_at ? <Duration from={run.started_at} to={run.ended_at} /> : null),
    },
    { key: "by", title: t.by, width: 160, cell: (run) => run.started_by },
    { key: "trigger", title: t.trigger, width: 112, cell: (run) => t[run.trigger ?? "manual"] },
    { key: "version", title: t.version, width: 72, align: "right", cell: (run) => run.version },
    { key: "facts", title: t.facts, width: 80, align: "right", cell: (run) => run.facts },
    {
      key: "id",
      title: t.id,
      width: 116,
      cell: (run) => (
        <Above>
          <Id of={run.id} />
        </Above>
      ),
    },
  ];
}

/** A text that may not fit its cell. */
function Whole({ of }: { of: string }) {
  return <span title={of}>{of}</span>;
}

/** Always last, without a name: what can be done to the row. */
export function actionsColumn(): Column<RunSummary> {
  return {
    key: "actions",
    title: "",
    width: 44,
    align: "right",
    cell: (run) => (
      <Above>
        <RunActionsMenu run={run} />
      </Above>
    ),
  };
}
