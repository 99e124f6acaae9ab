import type { ConnectionSeries } from "~/api";
import { Empty } from "~/components/states/Empty";
import { type Column, DataTable } from "~/components/table/DataTable";
import { Duration } from "~/components/time/Duration";
import { Time } from "~/components/time/Time";
import classes from "~/connections/Connections.module.css";
import { texts as words } from "~/connections/texts";
import { useNumber, useTexts } from "~/texts";
import { texts } from "./texts";

type Bucket = ConnectionSeries["buckets"][number];

/** The same figures as the plots, for those who read or hear them: spans with calls, the latest first. */
export function SeriesTable({ of }: { of: ConnectionSeries }) {
  const t = useTexts(texts);
  const w = useTexts(words);
  const number = useNumber();
  const rows = of.buckets.filter(({ calls, not_sent }) => calls + not_sent > 0).reverse();
  const count = (key: "transient" | "refused" | "unknown" | "sign_in" | "not_sent"): Column<Bucket> => ({
    key,
    title: w[key],
    align: "right",
    cell: (bucket) => number(bucket[key]),
  });
  const time = (key: "p50_ms" | "p95_ms", title: string): Column<Bucket> => ({
    key,
    title,
    align: "right",
    cell: ({ [key]: ms }) => (ms === undefined || ms === null ? "–" : <Duration ms={ms} />),
  });
  if (rows.length === 0) return <Empty title={t.nothing} />;
  return (
    // A region that scrolls can be reached by keys.
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t.callsPlot}>
      <DataTable
        label={t.callsPlot}
        rows={rows}
        rowKey={({ at }) => at}
        rowName={({ at }) => at}
        columns={[
          { key: "at", title: t.at, cell: ({ at }) => <Time at={at} /> },
          { key: "calls", title: t.callsPlot, align: "right", cell: ({ calls }) => number(calls) },
          count("transient"),
          count("refused"),
          count("unknown"),
          count("sign_in"),
          count("not_sent"),
          time("p50_ms", "p50"),
          time("p95_ms", "p95"),
        ]}
      />
    </div>
  );
}
