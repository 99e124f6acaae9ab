import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Firing, type FiringOutcome, read, type Schedule } from "~/api";
import { Toggles } from "~/components/filters/Toggles";
import { shortId } from "~/components/id/Id";
import { Panel } from "~/components/panel/Panel";
import { Empty, NoneMatch } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import type { Column } from "~/components/table/DataTable";
import { PagedTable } from "~/components/table/PagedTable";
import { Outcome } from "~/schedules/Outcome";
import classes from "~/schedules/Schedules.module.css";
import { useWhy } from "~/schedules/useWhy";
import { ZoneTime } from "~/schedules/ZoneTime";
import { useTexts } from "~/texts";
import { scheduleRoute } from "./route";
import { texts } from "./texts";

const LOOK_MS = 5_000;
const PAGE = 50;

/** Sets of outcomes people ask for by one word; in the order the address has them. */
const SETS: Record<"all" | "fired" | "leftOut" | "failed" | "waiting", FiringOutcome[] | undefined> = {
  all: undefined,
  fired: ["fired"],
  leftOut: ["skipped", "missed"],
  failed: ["failed"],
  waiting: ["starting", "queued"],
};
const NAMES = ["all", "fired", "leftOut", "failed", "waiting"] as const;

/** What became of each planned time, the latest first, and why. */
export function History({ schedule: { id, timezone } }: { schedule: Schedule }) {
  const t = useTexts(texts);
  const why = useWhy();
  const { outcome, cursor } = scheduleRoute.useSearch();
  const navigate = scheduleRoute.useNavigate();
  const query = {
    limit: PAGE,
    ...(outcome ? { outcome: outcome.join(",") } : {}),
    ...(cursor ? { cursor } : {}),
  };
  const firings = useQuery({
    ...read("/api/v1/schedules/{id}/firings", { params: { path: { id }, query } }),
    refetchInterval: LOOK_MS,
  });
  const set = (next: FiringOutcome[] | undefined) => void navigate({ search: next ? { outcome: next } : {} });
  const columns: Column<Firing>[] = [
    {
      key: "outcome",
      title: t.outcome,
      width: 124,
      cell: (firing) => <Outcome of={firing.outcome} />,
    },
    {
      key: "planned",
      title: t.planned,
      cell: (firing) => <ZoneTime at={firing.planned_at} zone={timezone} />,
    },
    {
      key: "origin",
      title: t.origin,
      width: 200,
      cell: (firing) =>
        firing.asked_by ? `${firing.asked_by}, ${t.origins[firing.origin]}` : t.origins[firing.origin],
    },
    { key: "run", title: t.run, width: 110, cell: (firing) => <RunLink id={firing.run_id} /> },
    { key: "blocked", title: t.blocked, width: 110, cell: (firing) => <RunLink id={firing.blocked_by} /> },
  ];
  return (
    <Panel title={t.history} flush>
      <div className={classes.tools}>
        <Toggles
          label={t.outcome}
          value={NAMES.find((name) => (SETS[name]?.join() ?? "") === (outcome?.join() ?? "")) ?? null}
          onChange={(name) => set(SETS[name])}
          options={NAMES.map((value) => ({ value, label: t[value] }))}
        />
      </div>
      <Reading of={firings} skeleton={<Skeletons rows={8} height={32} />}>
        {(page) =>
          page.items.length === 0 ? (
            outcome || cursor ? (
              <NoneMatch onClear={() => set(undefined)} />
            ) : (
              <Empty title={t.none}>{t.noneWhy}</Empty>
            )
          ) : (
            <PagedTable
              label={t.history}
              page={page}
              cursor={cursor}
              onCursor={(next) => void navigate({ search: (now) => ({ ...now, cursor: next }) })}
              rowKey={({ planned_at, origin }) => `${planned_at} ${origin}`}
              rowName={({ planned_at }) => planned_at}
              columns={columns}
              second={(firing) =>
                [why(firing), firing.times > 1 && t.times(firing.times)].filter(Boolean).join(" ") || null
              }
            />
          )
        }
      </Reading>
    </Panel>
  );
}

function RunLink({ id }: { id: string | null | undefined }) {
  if (!id) return null;
  return (
    <Link to="/runs/$id" params={{ id }} className={classes.run}>
      ..{shortId(id)}
    </Link>
  );
}
