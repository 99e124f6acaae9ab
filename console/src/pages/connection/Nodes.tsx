import type { ConnectionDetails } from "~/api";
import { Panel } from "~/components/panel/Panel";
import { Time } from "~/components/time/Time";
import classes from "~/connections/Connections.module.css";
import { CircuitState } from "~/connections/ConnectionState";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** How the circuit stands on each node that is up. */
export function Nodes({ of }: { of: ConnectionDetails }) {
  const t = useTexts(texts);
  return (
    <Panel title={t.nodes}>
      {of.nodes.length === 0 && <span className={classes.dim}>{t.noNode}</span>}
      <ul className={classes.list}>
        {of.nodes.map((node) => (
          <li key={node.node}>
            <span>{node.name}</span>
            <span className={classes.name}>
              <span className={classes.dim}>
                {t.inFlight(node.in_flight, of.limits.max_concurrent)}
                {node.waiting > 0 && `, ${t.waiting(node.waiting)}`}
                {node.circuit === "open" && node.until && (
                  <>
                    , {t.until} <Time at={node.until} />
                  </>
                )}
              </span>
              <CircuitState of={node.circuit} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
