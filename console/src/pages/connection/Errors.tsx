import { Link } from "@tanstack/react-router";
import type { ConnectionError } from "~/api";
import { Panel } from "~/components/panel/Panel";
import { Time } from "~/components/time/Time";
import classes from "~/connections/Connections.module.css";
import { texts as words } from "~/connections/texts";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** The last failed calls, each with the run it stopped. */
export function Errors({ of }: { of: readonly ConnectionError[] }) {
  const t = useTexts(texts);
  const w = useTexts(words);
  return (
    <Panel title={t.errors} flush>
      <ul className={classes.errors}>
        {of.length === 0 && <li className={classes.dim}>{t.noErrors}</li>}
        {of.map((error) => (
          <li key={`${error.at} ${error.code} ${error.operation}`}>
            <div className={classes.errorHead}>
              <Time at={error.at} />
              <strong>{w[error.kind]}</strong>
              <span className={classes.mono}>{error.operation}</span>
              <span className={classes.dim}>{error.code}</span>
              {error.times > 1 && <span className={classes.dim}>{t.times(error.times)}</span>}
              {error.run && (
                <Link
                  to="/runs/$id"
                  params={{ id: error.run }}
                  search={error.step ? { step: error.step } : {}}
                >
                  {error.process ?? t.run} …{error.run.slice(-8)}
                </Link>
              )}
            </div>
            <p className={classes.message}>{error.message}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
