import { Button } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ConnectionDetails, read, send, useChange, useConnectionLost, useMay } from "~/api";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Report } from "~/components/report/Report";
import { Empty } from "~/components/states/Empty";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Skeletons } from "~/components/states/Skeletons";
import { Time } from "~/components/time/Time";
import columns from "~/components/page/Columns.module.css";
import said from "~/components/page/Facts.module.css";
import classes from "~/connections/Connections.module.css";
import { ConnectionState } from "~/connections/ConnectionState";
import { sentence } from "~/connections/figures";
import { texts as words } from "~/connections/texts";
import { usePageActions } from "~/shell/pageActions";
import { useLanguage, useTexts } from "~/texts";
import { Errors } from "./Errors";
import { Figures } from "./Figures";
import { Limits } from "./Limits";
import { Nodes } from "./Nodes";
import { Processes } from "./Processes";
import { connectionRoute } from "./route";
import { TestResult } from "./TestResult";
import { texts } from "./texts";

const LOOK_MS = 5_000;

/** `/connections/:name`: how one system is, what calls of it did, and a test in place. */
export function ConnectionPage() {
  const t = useTexts(texts);
  const { name } = connectionRoute.useParams();
  const connection = useQuery({
    ...read("/api/v1/connections/{name}", { params: { path: { name } } }),
    refetchInterval: LOOK_MS,
  });
  if (connection.data) return <ConnectionView of={connection.data} error={connection.error} />;
  return connection.error?.kind === "not-found" ? (
    <Page title={t.notFound}>
      <Empty title={t.notFound} action={<LinkButton to="/connections">{t.connections}</LinkButton>}>
        {t.notFoundWhy}
      </Empty>
    </Page>
  ) : (
    <Page>
      {connection.error ? (
        <ErrorNote error={connection.error} onRetry={() => void connection.refetch()} />
      ) : (
        <Skeletons rows={12} height={32} />
      )}
    </Page>
  );
}

function ConnectionView({ of, error }: { of: ConnectionDetails; error: Error | null }) {
  const t = useTexts(texts);
  const w = useTexts(words);
  const language = useLanguage();
  const { name } = of;
  const may = useMay("operator");
  const offline = useConnectionLost() !== null;
  const test = useChange(
    () => send("post", "/api/v1/connections/{name}/test", { params: { path: { name } } }),
    { refresh: ["/api/v1/connections", "/api/v1/connections/{name}", "/api/v1/connections/{name}/series"] },
  );
  const press = may && !offline && !test.isPending ? () => test.mutate() : undefined;
  usePageActions(press ? [{ label: t.test, run: press }] : []);
  const facts = [
    [
      t.address,
      <span key="address" className={classes.mono}>
        {of.address}
      </span>,
    ],
    [t.connector, of.connector],
    [t.signsIn, t.auth[of.auth] ?? of.auth],
    ...(of.since ? [[t.since, <Time key="since" at={of.since} />] as const] : []),
    [t.lastSuccess, of.last_success_at ? <Time key="success" at={of.last_success_at} /> : t.never],
  ] as const;
  return (
    <Page
      title={name}
      aside={<ConnectionState of={of.state} large />}
      actions={
        may && (
          <Button
            disabled={!press}
            loading={test.isPending}
            leftSection={<IconPlugConnected size={16} />}
            onClick={press}
          >
            {t.test}
          </Button>
        )
      }
    >
      {error && <ErrorNote error={error} />}
      <p className={said.sentence}>
        {sentence(of, w, language)}
        {of.state !== "ok" && of.state !== "not_used" && of.last_error && ` ${of.last_error.message}`}
      </p>
      <Report of={test} pending={t.testing} />
      {test.data && !test.isPending && <TestResult of={test.data} title={of.title} />}
      <dl className={said.facts}>
        {facts.map(([fact, value]) => (
          <div key={fact}>
            <dt>{fact}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Figures name={name} />
      <div className={columns.columns}>
        <Errors of={of.errors} />
        <div className={columns.column}>
          <Nodes of={of} />
          <Limits of={of} />
          <Processes of={of.processes} />
        </div>
      </div>
    </Page>
  );
}
