import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { read, type Run } from "~/api";
import { Json } from "~/components/json/Json";
import { Panel } from "~/components/panel/Panel";
import { Reading } from "~/components/states/Reading";
import { hasEnded } from "~/components/status/statuses";
import { useTexts } from "~/texts";
import classes from "./RunPage.module.css";
import { texts } from "./texts";

/** The variables of the process; read when this is opened, and again when something happened: they may be large. */
export default function VariablesTab({ run }: { run: Run }) {
  const t = useTexts(texts);
  const ended = hasEnded(run.status);
  const reading = read("/api/v1/runs/{id}", {
    params: { path: { id: run.id }, query: { variables: true } },
  });
  const variables = useQuery({
    ...reading,
    queryKey: [...reading.queryKey, run.facts],
    placeholderData: keepPreviousData,
    // What it was before something happened nobody asks for again.
    gcTime: 0,
    structuralSharing: false,
  });
  return (
    <Panel>
      <Reading of={variables}>
        {(whole) =>
          Object.keys(whole.variables ?? {}).length > 0 ? (
            <Json value={whole.variables} />
          ) : (
            <p className={classes.dim}>{ended ? t.noVariables : t.emptyVariables}</p>
          )
        }
      </Reading>
    </Panel>
  );
}
