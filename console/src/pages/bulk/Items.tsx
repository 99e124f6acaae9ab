import { useQuery } from "@tanstack/react-query";
import { type Bulk, type BulkItem, read } from "~/api";
import { Toggles } from "~/components/filters/Toggles";
import { Id } from "~/components/id/Id";
import { Panel } from "~/components/panel/Panel";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { Status } from "~/components/status/Status";
import { Above, type Column } from "~/components/table/DataTable";
import { PagedTable } from "~/components/table/PagedTable";
import { Time } from "~/components/time/Time";
import { plain } from "~/runs/plain";
import { useNumber, useTexts } from "~/texts";
import classes from "./BulkPage.module.css";
import { bulkRoute, SHOWN } from "./route";
import { texts } from "./texts";

const PAGE = 50;
const LOOK_MS = 2000;
const LOOK_SELDOM_MS = 10_000;

type Shown = (typeof SHOWN)[number];

/** How the API is asked for each of them. */
const QUERIES = {
  "failed-again": { became: "failed" },
  failed: { outcome: "failed" },
  skipped: { outcome: "skipped" },
  pending: { outcome: "pending" },
  running: { became: "running" },
  done: { became: "done" },
} as const;

/** The runs of the act, by what became of them; each leads to its page. */
export function Items({ bulk }: { bulk: Bulk }) {
  const t = useTexts(texts);
  const number = useNumber();
  const { show, cursor } = bulkRoute.useSearch();
  const navigate = bulkRoute.useNavigate();
  const definitions = useQuery(read("/api/v1/definitions", { params: { query: { limit: 500 } } }));
  const nameOf = (key: string) => definitions.data?.items.find((one) => one.key === key)?.name ?? key;
  const query = { ...(show ? QUERIES[show] : {}), ...(cursor ? { cursor } : {}), limit: PAGE };
  const items = useQuery({
    ...read("/api/v1/bulk/{id}/items", { params: { path: { id: bulk.id }, query } }),
    refetchInterval: bulk.state === "running" ? LOOK_MS : LOOK_SELDOM_MS,
  });
  const now = bulk.became ?? { running: 0, done: 0, failed: 0, cancelled: 0 };
  const counts: Record<Shown, number> = {
    "failed-again": now.failed,
    failed: bulk.counts.failed,
    skipped: bulk.counts.skipped,
    pending: bulk.counts.pending,
    running: now.running,
    done: now.done,
  };
  const label = (one: Shown) => {
    if (one === "failed-again" && bulk.action !== "retry") return t.failedSince;
    if (one === "pending" && bulk.state === "stopped") return t.notReached;
    return t.shown[one];
  };
  const offered = SHOWN.filter((one) => counts[one] > 0 || one === show);
  const columns: Column<BulkItem>[] = [
    {
      key: "status",
      title: t.status,
      width: 156,
      cell: (item) =>
        item.status ? <Status of={item.status} /> : <span className={classes.dim}>{t.gone}</span>,
    },
    { key: "process", title: t.process, cell: (item) => (item.process ? nameOf(item.process) : t.gone) },
    { key: "key", title: t.key, width: 220, cell: (item) => item.business_key },
    { key: "what", title: t.what, width: 200, cell: (item) => t.outcome[item.outcome] },
    {
      key: "when",
      title: t.when,
      width: 120,
      cell: (item) =>
        item.settled_at ? (
          <Above>
            <Time at={item.settled_at} />
          </Above>
        ) : null,
    },
    {
      key: "id",
      title: t.id,
      width: 116,
      cell: (item) => (
        <Above>
          <Id of={item.run_id} />
        </Above>
      ),
    },
  ];
  return (
    <>
      {bulk.state !== "preview" && offered.length > 0 && (
        <div className={classes.toggles}>
          <Toggles
            label={t.items}
            value={show ?? "every"}
            onChange={(next) =>
              void navigate({ search: next === "every" ? {} : { show: next }, replace: true })
            }
            options={[
              { value: "every", label: t.every, count: number(bulk.runs) },
              ...offered.map((one) => ({ value: one, label: label(one), count: number(counts[one]) })),
            ]}
          />
        </div>
      )}
      <Panel flush>
        <Reading of={items} skeleton={<Skeletons rows={10} height={32} />}>
          {(page) =>
            page.items.length === 0 ? (
              <p className={classes.none}>{t.none}</p>
            ) : (
              <PagedTable
                label={t.items}
                page={page}
                cursor={cursor}
                onCursor={(next) => void navigate({ search: (now) => ({ ...now, cursor: next }) })}
                rowKey={({ run_id: run }) => run}
                rowName={(item) => t.row(nameOf(item.process ?? ""), item.business_key ?? item.run_id)}
                columns={columns}
                link={{
                  column: "process",
                  to: (item) => ({ to: "/runs/$id", params: { id: item.run_id } }),
                }}
                second={(item) =>
                  item.reason ??
                  (item.status === "incident" || item.status === "failed"
                    ? item.last_error && plain(item.last_error)
                    : null)
                }
              />
            )
          }
        </Reading>
      </Panel>
    </>
  );
}
