import { Button, Group, Menu, Spoiler } from "@mantine/core";
import {
  IconChevronDown,
  IconCircleCheck,
  IconDownload,
  IconHistory,
  IconPlayerPlay,
  IconUpload,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useRef } from "react";
import { type DefinitionVersion, read, useMay } from "~/api";
import { Code, type CodeHandle } from "~/components/code/Code";
import { CopyButton } from "~/components/id/CopyButton";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Report } from "~/components/report/Report";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { Tinted } from "~/components/status/Tinted";
import columns from "~/components/page/Columns.module.css";
import classes from "~/definitions/Definitions.module.css";
import { InputFields } from "~/definitions/InputFields";
import { titleOf } from "~/definitions/structure/model";
import { texts } from "~/definitions/texts";
import { UsedBy } from "~/definitions/UsedBy";
import { useModel, useVersion } from "~/definitions/useModel";
import { Versions } from "~/definitions/Versions";
import { useBpmn } from "~/runs/bpmn";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";
import { ComparePage } from "./ComparePage";
import { NotThere } from "./NotThere";
import { definitionRoute } from "./route";

const StepDiagram = lazy(() => import("~/definitions/StepDiagram"));

/** `/definitions/:key/:version`: what was deployed, what starts it, which runs are on it; or two versions compared. */
export function DefinitionPage() {
  const { key, version } = definitionRoute.useParams();
  const { diff } = definitionRoute.useSearch();
  const one = useVersion(key, /^\d{1,9}$/.test(version) ? Number(version) : 0);
  const definition = one.data;
  if (!definition) return <NotThere error={one.error} onRetry={() => void one.refetch()} />;
  if (diff) {
    const [from = 0, to = 0] = diff.split("..").map(Number);
    return <ComparePage name={definition.name} from={from} to={to} />;
  }
  return <Shown definition={definition} />;
}

function Shown({ definition }: { definition: DefinitionVersion }) {
  const t = useTexts(texts);
  const words = useTexts(common);
  const { key, version, source } = definition;
  const { deployed } = definitionRoute.useSearch();
  const mayStart = useMay("operator");
  const mayDeploy = useMay("designer");
  const process = useQuery(read("/api/v1/definitions/{key}", { params: { path: { key } } }));
  const model = useModel(source);
  const name = words.version(version);
  return (
    <Page
      title={definition.name}
      aside={
        <Group gap="xs">
          <span>{name}</span>
          {process.data &&
            (process.data.version === version ? (
              <Tinted as="completed" icon={IconCircleCheck} word={t.latest} large />
            ) : (
              <Tinted as="cancelled" icon={IconHistory} word={t.older} large />
            ))}
        </Group>
      }
      actions={
        <Group gap="xs">
          <Download definition={definition} />
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
      {deployed && (
        <Report
          of={{ isPending: false, isSuccess: true, error: null }}
          done={deployed === "new" ? t.deployedNew(name) : t.deployedSame(name)}
        />
      )}
      <div className={columns.columns}>
        <div className={columns.column}>
          {definition.description && (
            <Spoiler maxHeight={44} showLabel={t.more} hideLabel={t.less} mb="sm">
              <p className={classes.sentence}>{definition.description}</p>
            </Spoiler>
          )}
          <Drawing definition={definition} />
          <SourcePanel definition={definition} />
        </div>
        <div className={columns.column}>
          <Panel title={t.versions}>
            <Versions process={key} shown={version} />
          </Panel>
          <Panel title={t.starts}>
            <UsedBy process={key} triggers={model?.properties.triggers} />
          </Panel>
          <Panel title={t.input}>
            <InputFields schema={definition.input_schema} />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

/** The diagram; a step that is pressed marks its lines below. */
function Drawing({ definition }: { definition: DefinitionVersion }) {
  const t = useTexts(texts);
  const { step } = definitionRoute.useSearch();
  const navigate = definitionRoute.useNavigate();
  const model = useModel(definition.source);
  const bpmn = useBpmn(definition.key, definition.version);
  return (
    <Panel title={t.diagram} flush tools={<span className={classes.dim}>{t.clickStep}</span>}>
      <Reading of={bpmn} skeleton={<Skeletons rows={8} height={32} />}>
        {(xml) => (
          <Suspense fallback={<Skeletons rows={8} height={32} />}>
            <StepDiagram
              name={definition.name}
              xml={xml}
              model={model}
              step={step}
              onStep={(path) =>
                void navigate({ search: (now) => ({ ...now, line: undefined, step: path }), replace: true })
              }
            />
          </Suspense>
        )}
      </Reading>
    </Panel>
  );
}

function SourcePanel({ definition }: { definition: DefinitionVersion }) {
  const t = useTexts(texts);
  const { step, line } = definitionRoute.useSearch();
  const navigate = definitionRoute.useNavigate();
  const model = useModel(definition.source);
  const editor = useRef<CodeHandle>(null);
  const chosen = step ? model?.steps.find(({ path }) => path === step) : undefined;
  const mark = (next: number | undefined) =>
    void navigate({ search: (now) => ({ ...now, step: undefined, line: next }), replace: true });
  const link = () => {
    const address = new URL(location.href);
    address.search = `?line=${editor.current?.line() ?? 1}`;
    return address.href;
  };
  return (
    <Panel
      title={t.source}
      flush
      tools={
        <Group gap="xs">
          {chosen && (
            <span className={classes.dim}>
              {t.stepLines(titleOf(chosen), chosen.lines.from, chosen.lines.to)}
            </span>
          )}
          {(chosen || line) && (
            <Button variant="subtle" size="compact-sm" onClick={() => mark(undefined)}>
              {t.unmark}
            </Button>
          )}
          <CopyButton link value={link} label={t.copyLine} />
          <CopyButton value={definition.source} label={t.copySource} />
        </Group>
      }
    >
      <Code
        label={t.source}
        text={definition.source}
        handle={editor}
        lines={chosen?.lines ?? (line ? { from: line, to: line } : undefined)}
        onLine={(next) => mark(next === line ? undefined : next)}
      />
    </Panel>
  );
}

/** The file as it was deployed, and the diagram for other tools. */
function Download({ definition: { key, version, source } }: { definition: DefinitionVersion }) {
  const t = useTexts(texts);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          rightSection={<IconChevronDown size={14} />}
        >
          {t.download}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component="a"
          download={`${key}.yaml`}
          href={`data:application/yaml;charset=utf-8,${encodeURIComponent(source)}`}
        >
          {t.downloadYaml}
        </Menu.Item>
        <Menu.Item
          component="a"
          download={`${key}-${version}.bpmn`}
          href={`/api/v1/definitions/${encodeURIComponent(key)}/${version}/bpmn`}
        >
          {t.downloadBpmn}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
