import "@mantine/charts/styles.css";
import { BarChart, LineChart } from "@mantine/charts";
import { ColorSwatch } from "@mantine/core";
import type { ConnectionSeries } from "~/api";
import { Panel } from "~/components/panel/Panel";
import { Empty } from "~/components/states/Empty";
import { formatDuration } from "~/components/time/format";
import { useZone } from "~/components/time/Time";
import classes from "~/connections/Connections.module.css";
import { texts as words } from "~/connections/texts";
import { useLanguage, useNumber, useTexts } from "~/texts";
import { texts } from "./texts";

type Series = { name: string; label: string; color: string }[];

/** The number at the top stands beside its line. */
const MARGIN = { top: 8, right: 4 };

/** Calls by how they ended, and how long they took. Loaded when a connection is opened. */
export default function Plots({ of, days }: { of: ConnectionSeries; days: boolean }) {
  const t = useTexts(texts);
  const w = useTexts(words);
  const language = useLanguage();
  const number = useNumber();
  const zone = useZone();
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : "uk", {
    timeZone: zone,
    hourCycle: "h23",
    ...(days ? { day: "numeric", month: "short" } : {}),
    hour: "2-digit",
    minute: "2-digit",
  });
  const data = of.buckets.map((bucket) => ({
    at: format.format(new Date(bucket.at)).replace(",", ""),
    good: bucket.calls - bucket.transient - bucket.refused - bucket.unknown - bucket.sign_in,
    refused: bucket.refused,
    transient: bucket.transient + bucket.sign_in,
    unknown: bucket.unknown,
    not_sent: bucket.not_sent,
    p50: bucket.p50_ms ?? null,
    p95: bucket.p95_ms ?? null,
  }));
  const used = of.buckets.some(({ calls, not_sent }) => calls + not_sent > 0);
  const common = {
    h: 200,
    data,
    dataKey: "at",
    tickLine: "none" as const,
    gridAxis: "x" as const,
    xAxisProps: { minTickGap: 40, interval: "preserveStart" as const },
  };
  const calls: Series = [
    { name: "good", label: t.good, color: "teal.6" },
    { name: "refused", label: w.refused, color: "yellow.6" },
    { name: "transient", label: w.transient, color: "red.6" },
    { name: "unknown", label: w.unknown, color: "grape.5" },
    { name: "not_sent", label: w.not_sent, color: "gray.5" },
  ];
  const times: Series = [
    { name: "p50", label: t.p50, color: "teal.6" },
    { name: "p95", label: t.p95, color: "orange.6" },
  ];
  return (
    <div className={classes.plots}>
      <Panel title={t.callsPlot}>
        {used ? (
          <BarChart
            {...common}
            type="stacked"
            valueFormatter={number}
            yAxisProps={{ width: 44, allowDecimals: false }}
            barProps={{ isAnimationActive: false }}
            barChartProps={{ margin: MARGIN }}
            series={calls}
          />
        ) : (
          <div className={classes.plot}>
            <Empty title={t.nothing} />
          </div>
        )}
        {used && <Legend of={calls} />}
      </Panel>
      <Panel title={t.timesPlot}>
        {used ? (
          <LineChart
            {...common}
            curveType="monotone"
            connectNulls
            withDots
            dotProps={{ r: 2 }}
            strokeWidth={2}
            valueFormatter={(ms) => formatDuration(ms, language)}
            yAxisProps={{ width: 64 }}
            lineProps={{ isAnimationActive: false }}
            lineChartProps={{ margin: MARGIN }}
            series={times}
          />
        ) : (
          <div className={classes.plot}>
            <Empty title={t.nothing} />
          </div>
        )}
        {used && <Legend of={times} />}
      </Panel>
    </div>
  );
}

/** What the colours are; wraps where the words are long. */
function Legend({ of }: { of: Series }) {
  return (
    <ul className={classes.legend}>
      {of.map(({ name, label, color }) => (
        <li key={name}>
          <ColorSwatch
            size={10}
            color={`var(--mantine-color-${color.replace(".", "-")})`}
            withShadow={false}
          />
          {label}
        </li>
      ))}
    </ul>
  );
}
