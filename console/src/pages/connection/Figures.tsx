import { Button, Group } from "@mantine/core";
import { IconChartBar, IconTable } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { type ConnectionSeries, read } from "~/api";
import { Toggles } from "~/components/filters/Toggles";
import { Panel } from "~/components/panel/Panel";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { useNow } from "~/components/time/now";
import classes from "~/connections/Connections.module.css";
import { useTexts } from "~/texts";
import { connectionRoute, SPANS } from "./route";
import { SeriesTable } from "./SeriesTable";
import { texts } from "./texts";

const Plots = lazy(() => import("./Plots"));
const LOOK_MS = 10_000;
const MINUTE_MS = 60_000;
const MINUTES: Record<(typeof SPANS)[number], number> = { "1h": 60, "6h": 360, "24h": 1440, "7d": 10_080 };
const BUCKETS = 60;

/** Calls and their times over a span that the address names, as plots or as a table. */
export function Figures({ name }: { name: string }) {
  const t = useTexts(texts);
  const { span = "1h", show } = connectionRoute.useSearch();
  const navigate = connectionRoute.useNavigate();
  const now = Math.floor(useNow("minute") / MINUTE_MS) * MINUTE_MS;
  const since = new Date(now - (MINUTES[span] - 1) * MINUTE_MS).toISOString();
  const series = useQuery({
    ...read("/api/v1/connections/{name}/series", {
      params: { path: { name }, query: { since, buckets: BUCKETS } },
    }),
    refetchInterval: LOOK_MS,
    placeholderData: keepPreviousData,
  });
  const asTable = show === "table";
  return (
    <>
      <Group gap="xs" justify="space-between">
        <Toggles
          label={t.span}
          value={span}
          options={SPANS.map((value) => ({ value, label: t.spans[value] }))}
          onChange={(next) =>
            void navigate({
              search: (before) => ({ ...before, span: next === "1h" ? undefined : next }),
              replace: true,
            })
          }
        />
        <Button
          variant="subtle"
          leftSection={asTable ? <IconChartBar size={16} /> : <IconTable size={16} />}
          onClick={() =>
            void navigate({
              search: (before) => ({ ...before, show: asTable ? undefined : "table" }),
              replace: true,
            })
          }
        >
          {asTable ? t.asPlot : t.asTable}
        </Button>
      </Group>
      {asTable ? (
        <Panel title={t.callsPlot} flush>
          <Reading of={series} skeleton={<Skeletons rows={6} height={32} />}>
            {(found) => <SeriesTable of={found} />}
          </Reading>
        </Panel>
      ) : (
        <Suspense fallback={<Waiting />}>
          {series.data && !series.error ? (
            <Plots of={series.data} days={span === "7d"} />
          ) : (
            <Reading<ConnectionSeries> of={series} skeleton={<Waiting />}>
              {(found) => <Plots of={found} days={span === "7d"} />}
            </Reading>
          )}
        </Suspense>
      )}
    </>
  );
}

/** As high as the plots, so that nothing moves when they come. */
function Waiting() {
  return (
    <div className={classes.plots}>
      <Skeletons rows={1} height={248} />
      <Skeletons rows={1} height={248} />
    </div>
  );
}
