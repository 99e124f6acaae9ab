import { Button, Group } from "@mantine/core";
import { IconCircleCheck, IconDownload, IconHistory, IconPlayerPlay, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Definition, read, useMay } from "~/api";
import { LinkButton } from "~/components/link/LinkButton";
import { CopyButton } from "~/components/id/CopyButton";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Report } from "~/components/report/Report";
import { Empty } from "~/components/states/Empty";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { Tinted } from "~/components/status/Tinted";
import { Time } from "~/components/time/Time";
import classes from "~/definitions/Definitions.module.css";
import { Source } from "~/definitions/Source";
import { texts } from "~/definitions/texts";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";
import { definitionRoute } from "./route";

/** `/definitions/:key/:version`: what was deployed, and which other versions there are. */
export function DefinitionPage() {
  const t = useTexts(texts);
  const words = useTexts(common);
  const { key, version } = definitionRoute.useParams();
  const { deployed } = definitionRoute.useSearch();
  const mayStart = useMay("operator");
  const mayDeploy = useMay("designer");
  const number = /^\d{1,9}$/.test(version) ? Number(version) : 0;
  const one = useQuery(
    read("/api/v1/definitions/{key}/{version}", { params: { path: { key, version: number } } }),
  );
  const process = useQuery(read("/api/v1/definitions/{key}", { params: { path: { key } } }));
  if (one.error?.kind === "not-found" || one.error?.kind === "bad-request") {
    return (
      <Page title={t.notFound}>
        <Empty title={t.notFound} action={<LinkButton to="/definitions">{t.all}</LinkButton>}>
          {t.notFoundWhy}
        </Empty>
      </Page>
    );
  }
  const definition = one.data;
  if (!definition) {
    return (
      <Page>
        {one.error ? (
          <ErrorNote error={one.error} onRetry={() => void one.refetch()} />
        ) : (
          <Skeletons rows={12} height={32} />
        )}
      </Page>
    );
  }
  const name = words.version(definition.version);
  const latest = process.data?.version === definition.version;
  return (
    <Page
      title={definition.name}
      aside={
        <Group gap="xs">
          <span>{name}</span>
          {process.data &&
            (latest ? (
              <Tinted as="completed" icon={IconCircleCheck} word={t.latest} large />
            ) : (
              <Tinted as="cancelled" icon={IconHistory} word={t.older} large />
            ))}
        </Group>
      }
      actions={
        <Group gap="xs">
          {mayStart && (
            <LinkButton
              to="/start/$process"
              params={{ process: key }}
              variant="default"
              leftSection={<IconPlayerPlay size={16} />}
            >
              {t.runProcess}
            </LinkButton>
          )}
          {mayDeploy && (
            <LinkButton
              to="/definitions/deploy"
              search={{ from: key }}
              leftSection={<IconUpload size={16} />}
            >
              {t.newVersion}
            </LinkButton>
          )}
        </Group>
      }
    >
      {definition.description && <p className={classes.sentence}>{definition.description}</p>}
      {deployed && (
        <Report
          of={{ isPending: false, isSuccess: true, error: null }}
          done={deployed === "new" ? t.deployedNew(name) : t.deployedSame(name)}
        />
      )}
      <div className={classes.columns}>
        <Panel
          title={t.source}
          flush
          tools={
            <Group gap="xs">
              <CopyButton value={definition.source} />
              <Button
                component="a"
                variant="default"
                download={`${key}.yaml`}
                href={`data:application/yaml;charset=utf-8,${encodeURIComponent(definition.source)}`}
                leftSection={<IconDownload size={16} />}
              >
                {t.download}
              </Button>
            </Group>
          }
        >
          <Source text={definition.source} label={t.source} />
        </Panel>
        <Panel
          title={t.versions}
          tools={
            <Link to="/runs" search={{ process: key }}>
              {t.runs}
            </Link>
          }
        >
          <Reading of={process}>{({ versions }) => <Versions of={versions} shown={number} />}</Reading>
        </Panel>
      </div>
    </Page>
  );
}

function Versions({ of, shown }: { of: readonly Definition[]; shown: number }) {
  const words = useTexts(common);
  return (
    <ol className={classes.versions}>
      {of.map(({ key, version, deployed_at, deployed_by }) => (
        <li key={version}>
          {version === shown ? (
            <strong aria-current="page">{words.version(version)}</strong>
          ) : (
            <Link to="/definitions/$key/$version" params={{ key, version: String(version) }}>
              {words.version(version)}
            </Link>
          )}
          <span className={classes.dim}>{deployed_by}</span>
          <Time at={deployed_at} />
        </li>
      ))}
    </ol>
  );
}
