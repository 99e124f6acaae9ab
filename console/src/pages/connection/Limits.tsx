import type { ConnectionDetails } from "~/api";
import { Panel } from "~/components/panel/Panel";
import { formatDuration } from "~/components/time/format";
import classes from "~/connections/Connections.module.css";
import { useLanguage, useNumber, useTexts } from "~/texts";
import { texts } from "./texts";

const FIVE_MINUTES_S = 300;

/** What is configured, and how much of it is used. */
export function Limits({ of }: { of: ConnectionDetails }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const number = useNumber();
  const { limits, last_hour, last_5_minutes, nodes } = of;
  const time = (ms: number) => formatDuration(ms, language);
  const rate = (n: number) => new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(n);
  const used = nodes.reduce((sum, node) => sum + node.in_flight, 0);
  const rows = [
    [t.atOnce, t.inFlight(used, limits.max_concurrent * Math.max(1, nodes.length))],
    [
      t.pace,
      limits.requests_per_second === undefined || limits.requests_per_second === null
        ? t.noPace
        : t.paceOf(rate(limits.requests_per_second), rate(last_5_minutes.calls / FIVE_MINUTES_S)),
    ],
    [t.waited, last_hour.waits === 0 ? t.never : t.waitedOf(last_hour.waits, time(last_hour.waited_ms))],
    [t.exchange, `≤ ${time(limits.timeout_ms)}`],
    [
      t.circuit,
      limits.circuit_failures === 0
        ? t.circuitNever
        : t.circuitOf(limits.circuit_failures, time(limits.circuit_open_ms)),
    ],
    [t.bytes, number(last_hour.bytes)],
  ] as const;
  return (
    <Panel title={t.limits}>
      <dl className={classes.limits}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
