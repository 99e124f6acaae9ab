import "@mantine/charts/styles.css";
import { BarChart } from "@mantine/charts";
import { formatClock } from "~/components/time/format";
import { useZone } from "~/components/time/Time";
import { useLanguage, useNumber, useTexts } from "~/texts";
import { BarTip } from "./BarTip";
import classes from "./Home.module.css";
import type { Bar } from "./span";
import { texts } from "./texts";

/** The bars. Heavy: loaded when the rest of the page is there. Whoever cannot see them has the table. */
export default function ActivityChart({ all, onOpen }: { all: Bar[]; onOpen: (bar: Bar) => void }) {
  const t = useTexts(texts);
  const zone = useZone();
  const language = useLanguage();
  const number = useNumber();
  const open = (at: unknown) => {
    const bar = all[Number(at)];
    if (bar && bar.done + bar.wrong + bar.rest > 0) onOpen(bar);
  };
  return (
    <BarChart
      className={classes.chart ?? ""}
      h={132}
      data={all}
      dataKey="from"
      type="stacked"
      series={[
        { name: "done", color: "var(--plot-done)", label: t.done },
        { name: "rest", color: "var(--plot-rest)", label: t.rest },
        { name: "wrong", color: "var(--plot-wrong)", label: t.wrong },
      ]}
      // Told apart without colours, too: what is wrong is hatched.
      barProps={({ name }) => ({
        isAnimationActive: false,
        ...(name === "wrong" ? { fill: "url(#wrong)" } : {}),
      })}
      gridAxis="y"
      tickLine="none"
      valueFormatter={number}
      minBarSize={2}
      xAxisProps={{
        tickFormatter: (from: string) => formatClock(new Date(from), zone, language),
        interval: 7,
      }}
      yAxisProps={{ width: 38, allowDecimals: false, tickCount: 4 }}
      tooltipAnimationDuration={0}
      tooltipProps={{
        content: ({ label }) => {
          const bar = all.find(({ from }) => from === label);
          return bar ? <BarTip bar={bar} /> : null;
        },
      }}
      barChartProps={{
        barCategoryGap: 1,
        accessibilityLayer: false,
        onClick: ({ activeIndex }) => open(activeIndex),
      }}
    >
      <defs>
        <pattern id="wrong" width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width={5} height={5} fill="var(--plot-wrong)" />
          <rect width={1.5} height={5} fill="var(--mantine-color-body)" />
        </pattern>
      </defs>
    </BarChart>
  );
}
