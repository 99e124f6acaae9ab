import { IconPlugConnectedX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type Connection, read } from "~/api";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Empty } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { Above, type Column, DataTable } from "~/components/table/DataTable";
import { Duration } from "~/components/time/Duration";
import { Time } from "~/components/time/Time";
import classes from "~/connections/Connections.module.css";
import { ConnectionState } from "~/connections/ConnectionState";
import { errorShare, formatShare, sentence } from "~/connections/figures";
import { Sparkline } from "~/connections/Sparkline";
import { texts as words } from "~/connections/texts";
import { useLanguage, useNumber, useTexts } from "~/texts";
import { texts } from "./texts";

const LOOK_MS = 5_000;

/** `/connections`: whether each system that processes call answers, and how well. */
export function ConnectionsPage() {
  const t = useTexts(texts);
  const w = useTexts(words);
  const language = useLanguage();
  const number = useNumber();
  const connections = useQuery({ ...read("/api/v1/connections"), refetchInterval: LOOK_MS });
  const columns: Column<Connection>[] = [
    {
      key: "name",
      title: t.connection,
      width: 200,
      cell: ({ name, title }) => (
        <span className={classes.name}>
          {name}
          {title.toLowerCase() !== name && <span className={classes.dim}>{title}</span>}
        </span>
      ),
    },
    { key: "state", title: t.state, width: 190, cell: ({ state }) => <ConnectionState of={state} /> },
    {
      key: "address",
      title: t.address,
      cell: ({ address }) => <span className={classes.mono}>{address}</span>,
    },
    {
      key: "plot",
      title: t.perMinute,
      width: 144,
      cell: (connection) => (
        <Sparkline values={connection.calls_per_minute} label={t.sparkline(connection.last_hour.calls)} />
      ),
    },
    {
      key: "calls",
      title: t.calls,
      width: 76,
      align: "right",
      cell: ({ last_5_minutes }) => number(last_5_minutes.calls),
    },
    {
      key: "errors",
      title: t.errors,
      width: 86,
      align: "right",
      cell: (connection) => <Share of={connection} />,
    },
    {
      key: "p95",
      title: t.p95,
      width: 90,
      align: "right",
      cell: ({ last_5_minutes: { p95_ms } }) =>
        p95_ms === undefined || p95_ms === null ? "–" : <Duration ms={p95_ms} />,
    },
    {
      key: "lastError",
      title: t.lastError,
      width: 130,
      cell: ({ last_error }) =>
        last_error ? (
          <Above>
            <Time at={last_error.at} />
          </Above>
        ) : (
          <span className={classes.dim}>{t.never}</span>
        ),
    },
  ];

  function Share({ of }: { of: Connection }) {
    const share = errorShare(of.last_5_minutes);
    if (share === undefined) return <>–</>;
    return <span className={share > 0 ? classes.bad : undefined}>{formatShare(share, language)}</span>;
  }

  return (
    <Page title={t.title}>
      <Panel flush>
        <Reading of={connections} skeleton={<Skeletons rows={3} height={32} />}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t.none} icon={IconPlugConnectedX}>
                {t.noneWhy}
              </Empty>
            ) : (
              <DataTable
                label={t.title}
                rows={items}
                rowKey={({ name }) => name}
                rowName={({ name }) => name}
                columns={columns}
                link={{
                  column: "name",
                  to: ({ name }) => ({ to: "/connections/$name", params: { name } }),
                }}
                second={(connection) => (
                  <div className={classes.second}>
                    {sentence(connection, w, language)}
                    {connection.state !== "ok" && connection.state !== "not_used" && connection.last_error
                      ? ` ${connection.last_error.message}`
                      : ""}
                  </div>
                )}
              />
            )
          }
        </Reading>
      </Panel>
    </Page>
  );
}
