import { Link } from "@tanstack/react-router";
import type { ConnectionDetails } from "~/api";
import { Panel } from "~/components/panel/Panel";
import classes from "~/connections/Connections.module.css";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** The processes that call it. */
export function Processes({ of }: { of: ConnectionDetails["processes"] }) {
  const t = useTexts(texts);
  return (
    <Panel title={t.processes}>
      {of.length === 0 && <span className={classes.dim}>{t.noProcesses}</span>}
      <ul className={classes.list}>
        {of.map(({ key, name }) => (
          <li key={key}>
            <Link to="/start/$process" params={{ process: key }}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
