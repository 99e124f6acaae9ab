import { Button } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { read, type Run } from "~/api";
import { Json } from "~/components/json/Json";
import { Panel } from "~/components/panel/Panel";
import { Reading } from "~/components/states/Reading";
import { useTexts } from "~/texts";
import { usePast } from "../past/moment";
import page from "../RunPage.module.css";
import { runRoute } from "../route";
import { Changes } from "./Changes";
import { texts } from "./texts";
import classes from "./Variables.module.css";

const LOOK_MS = 2000;

/** The variables of the process as they are, were at the moment shown, or were last; each with who changed it when. */
export default function VariablesTab({ run }: { run: Run }) {
  const t = useTexts(texts);
  const { name: opened } = runRoute.useSearch();
  const navigate = runRoute.useNavigate();
  const past = usePast();
  const query = past ? { at: past.seq } : {};
  const moment = useQuery({
    ...read("/api/v1/runs/{id}/state", { params: { path: { id: run.id }, query } }),
    ...(past ? { staleTime: Number.POSITIVE_INFINITY, gcTime: 10_000 } : {}),
    placeholderData: keepPreviousData,
    // Values may be large: they are read again only when something happened since.
    refetchInterval: ({ state: { data } }) =>
      past || (data && data.last_seq >= run.facts) ? false : LOOK_MS,
  });
  const open = (name: string | undefined) =>
    void navigate({ search: (was) => ({ ...was, name }), replace: true });
  return (
    <Panel flush>
      <Reading of={moment}>
        {({ variables }) => {
          const names = Object.keys(variables);
          if (names.length === 0) return <p className={`${page.open} ${page.dim}`}>{t.none}</p>;
          return (
            <ul className={classes.list} aria-label={t.variables}>
              {names.map((name) => (
                <li key={name} className={classes.variable}>
                  <div className={classes.value}>
                    <Json value={{ [name]: variables[name] }} />
                  </div>
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    leftSection={<IconHistory size={14} />}
                    aria-expanded={opened === name}
                    aria-label={t.historyOf(name)}
                    onClick={() => open(opened === name ? undefined : name)}
                  >
                    {t.history}
                  </Button>
                  {opened === name && <Changes run={run} name={name} />}
                </li>
              ))}
            </ul>
          );
        }}
      </Reading>
    </Panel>
  );
}
