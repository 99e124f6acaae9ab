import { useQuery } from "@tanstack/react-query";
import { read, type RunSummary } from "~/api";
import { LinkButton } from "~/components/link/LinkButton";
import { Empty } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { Status } from "~/components/status/Status";
import { Above, type Column, DataTable } from "~/components/table/DataTable";
import { Duration } from "~/components/time/Duration";
import { Time } from "~/components/time/Time";
import classes from "~/sections/Sections.module.css";
import { useTexts } from "~/texts";
import { texts } from "./texts";

const SHOWN = 20;

/** What ran for this record, newest first. */
export function RunsOfRecord({ runKey }: { runKey: string }) {
  const t = useTexts(texts);
  const runs = useQuery(read("/api/v1/runs", { params: { query: { business_key: runKey, limit: SHOWN } } }));
  const columns: Column<RunSummary>[] = [
    { key: "status", title: t.status, width: 156, cell: (run) => <Status of={run.status} /> },
    { key: "process", title: t.process, cell: (run) => run.process },
    {
      key: "created",
      title: t.created,
      width: 130,
      cell: (run) => (
        <Above>
          <Time at={run.created_at} />
        </Above>
      ),
    },
    {
      key: "duration",
      title: t.duration,
      width: 112,
      align: "right",
      cell: (run) => (run.started_at ? <Duration from={run.started_at} to={run.ended_at} /> : null),
    },
    { key: "by", title: t.by, width: 180, cell: (run) => run.started_by },
  ];
  return (
    <Reading of={runs}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t.noRuns}>{t.noRuns2}</Empty>
        ) : (
          <>
            <DataTable
              label={t.runs}
              rows={items}
              rowKey={({ id }) => id}
              rowName={({ process }) => process}
              rowHeight={40}
              columns={columns}
              link={{ column: "process", to: (run) => ({ to: "/runs/$id", params: { id: run.id } }) }}
            />
            <div className={classes.foot}>
              <LinkButton variant="subtle" to="/runs" search={{ key: runKey }}>
                {t.allRuns}
              </LinkButton>
            </div>
          </>
        )
      }
    </Reading>
  );
}
