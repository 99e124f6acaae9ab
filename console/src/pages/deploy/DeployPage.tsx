import { Button, FileButton, Group, Text, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconFile, IconUpload } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type DragEvent, useRef, useState } from "react";
import type { ApiError } from "~/api";
import { type Diagnostic, read, send, useChange, useConnectionLost, useMay, useSession } from "~/api";
import { Code, CodeCompare, type CodeHandle } from "~/components/code/Code";
import { Toggles } from "~/components/filters/Toggles";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Report } from "~/components/report/Report";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { Tinted } from "~/components/status/Tinted";
import columns from "~/components/page/Columns.module.css";
import classes from "~/definitions/Definitions.module.css";
import { Impact, useDeployed } from "~/definitions/Impact";
import { indexOf, rangeOf } from "~/definitions/place";
import { texts } from "~/definitions/texts";
import { useAssistance } from "~/definitions/useAssistance";
import { useModel } from "~/definitions/useModel";
import { texts as accessTexts } from "~/pages/access/texts";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";
import { deployRoute } from "./route";

const QUIET_MS = 300;
const HEADERS = { headers: { "content-type": "application/yaml" } } as const;

/** `/definitions/deploy`: paste or choose a file, see its mistakes on their lines, deploy. */
export function DeployPage() {
  const t = useTexts(texts);
  const { roles } = useTexts(accessTexts);
  const { role } = useSession();
  const may = useMay("designer");
  const { from } = deployRoute.useSearch();
  if (!may) {
    return (
      <Page title={t.deployTitle}>
        <Text>{t.mayNot(roles[role])}</Text>
      </Page>
    );
  }
  return from ? <From process={from} /> : <Editor start="" />;
}

/** Begins with the latest version of a process. */
function From({ process }: { process: string }) {
  const t = useTexts(texts);
  const latest = useQuery(read("/api/v1/definitions/{key}", { params: { path: { key: process } } }));
  const version = latest.data?.version;
  const whole = useQuery({
    ...read("/api/v1/definitions/{key}/{version}", {
      params: { path: { key: process, version: version ?? 0 } },
    }),
    enabled: version !== undefined,
    // What is being written must not be replaced by what somebody else deploys meanwhile.
    staleTime: Infinity,
  });
  if (whole.data) return <Editor key={process} start={whole.data.source} />;
  return (
    <Page title={t.deployTitle}>
      {latest.error ? (
        <ErrorNote error={latest.error} onRetry={() => void latest.refetch()} />
      ) : (
        <Reading of={whole} skeleton={<Skeletons rows={12} height={32} />}>
          {() => null}
        </Reading>
      )}
    </Page>
  );
}

function Editor({ start }: { start: string }) {
  const t = useTexts(texts);
  const words = useTexts(common);
  const navigate = deployRoute.useNavigate();
  const { view = "write" } = deployRoute.useSearch();
  const offline = useConnectionLost() !== null;
  const editor = useRef<CodeHandle>(null);
  const assistance = useAssistance();
  const [source, setSource] = useState(start);
  const [over, setOver] = useState(false);
  const [quiet] = useDebouncedValue(source, QUIET_MS);
  const blank = source.trim() === "";
  const check = useQuery({
    queryKey: ["/api/v1/definitions/validate", quiet],
    // What is typed on makes the check of before needless: it is broken off.
    queryFn: ({ signal }) =>
      send("post", "/api/v1/definitions/validate", { body: quiet, signal, ...HEADERS }),
    enabled: quiet.trim() !== "",
    placeholderData: keepPreviousData,
  });
  const deploy = useChange((body: string) => send("post", "/api/v1/definitions", { body, ...HEADERS }), {
    refresh: [
      "/api/v1/definitions",
      "/api/v1/definitions/{key}",
      "/api/v1/definitions/{key}/versions",
      "/api/v1/schedules",
    ],
    onSuccess: ({ key, version, is_new }) =>
      void navigate({
        to: "/definitions/$key/$version",
        params: { key, version: String(version) },
        search: { deployed: is_new ? "new" : "same" },
      }),
  });
  const checked = !blank && quiet === source && !check.isPlaceholderData ? check.data : undefined;
  const diagnostics = blank ? [] : (check.data?.diagnostics ?? []);
  const process = useModel(quiet)?.key;
  const deployed = useDeployed(process);
  const marks = diagnostics.map((diagnostic) => ({
    ...rangeOf(source, diagnostic),
    severity: diagnostic.severity,
    message: diagnostic.hint ? `${diagnostic.message} ${diagnostic.hint}` : diagnostic.message,
  }));
  const take = (file: File | null | undefined) => void file?.text().then(setSource);
  const show = (next: "write" | "difference") =>
    void navigate({
      search: (now) => ({ ...now, view: next === "write" ? undefined : next }),
      replace: true,
    });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(event.type === "dragover");
    if (event.type === "drop") take(event.dataTransfer.files[0]);
  };
  const difference = view === "difference" && deployed.source !== undefined && deployed.version !== undefined;
  return (
    <Page
      title={t.deployTitle}
      actions={
        <Group gap="xs">
          <FileButton accept=".yaml,.yml,text/yaml" onChange={take}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFile size={16} />}>
                {t.choose}
              </Button>
            )}
          </FileButton>
          <Button
            leftSection={<IconUpload size={16} />}
            disabled={offline || !checked?.valid}
            loading={deploy.isPending}
            onClick={() => deploy.mutate(source)}
          >
            {t.deploy}
          </Button>
        </Group>
      }
    >
      <Report of={deploy} pending={t.deploying} />
      <div className={columns.columns}>
        <Panel
          title={t.editor}
          flush
          tools={
            deployed.source !== undefined && (
              <Toggles
                label={t.editor}
                value={difference ? "difference" : "write"}
                options={[
                  { value: "write", label: t.write },
                  { value: "difference", label: t.difference },
                ]}
                onChange={show}
              />
            )
          }
        >
          {difference ? (
            <CodeCompare
              before={deployed.source ?? ""}
              after={source}
              labels={[`${t.deployedNow}: ${words.version(deployed.version ?? 0)}`, t.typed]}
            />
          ) : (
            <div
              className={classes.drop}
              data-over={over ? t.drop : undefined}
              onDragOver={drop}
              onDragLeave={drop}
              onDropCapture={(event) => {
                // Text that is dragged within the editor is the editor's own affair.
                if (event.dataTransfer.files.length === 0) return setOver(false);
                event.stopPropagation();
                drop(event);
              }}
            >
              <Code
                tall
                label={t.editor}
                text={source}
                diagnostics={blank || checked ? marks : undefined}
                onChange={setSource}
                assistance={assistance}
                handle={editor}
              />
            </div>
          )}
        </Panel>
        <div className={columns.column}>
          <Panel title={t.check}>
            <div aria-live="polite">
              {blank ? (
                <span className={classes.dim}>{t.empty}</span>
              ) : check.error ? (
                <ErrorNote error={check.error as ApiError} onRetry={() => void check.refetch()} />
              ) : (
                <Found
                  diagnostics={diagnostics}
                  checking={!checked}
                  onShow={(diagnostic) => {
                    if (difference) show("write");
                    editor.current?.goTo(indexOf(source, diagnostic.position));
                  }}
                />
              )}
            </div>
          </Panel>
          {process && !blank && (deployed.isNew || deployed.source !== undefined) && (
            <Panel title={t.changes}>
              {deployed.isNew ? (
                <span className={classes.dim}>{t.newProcess(process)}</span>
              ) : (
                deployed.version !== undefined &&
                deployed.source !== undefined && (
                  <Impact
                    process={process}
                    version={deployed.version}
                    before={deployed.source}
                    after={quiet}
                  />
                )
              )}
            </Panel>
          )}
        </div>
      </div>
    </Page>
  );
}

function Found(props: {
  diagnostics: readonly Diagnostic[];
  checking: boolean;
  onShow: (diagnostic: Diagnostic) => void;
}) {
  const t = useTexts(texts);
  const { diagnostics } = props;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  if (diagnostics.length === 0) {
    return props.checking ? (
      <span className={classes.dim}>{t.checking}</span>
    ) : (
      <Tinted as="completed" icon={IconCircleCheck} word={t.valid} />
    );
  }
  return (
    <>
      <p className={classes.dim}>{t.found(errors, diagnostics.length - errors)}</p>
      <ul className={classes.found}>
        {diagnostics.map((diagnostic) => {
          const { code, position, severity, message, hint } = diagnostic;
          return (
            <li key={`${code} ${position.offset} ${message}`}>
              <UnstyledButton className={classes.mistake} onClick={() => props.onShow(diagnostic)}>
                <span className={classes.place}>
                  <Tinted
                    as={severity === "error" ? "failed" : "suspended"}
                    icon={severity === "error" ? IconCircleX : IconAlertTriangle}
                    word={t[severity]}
                  />
                  <strong>{t.place(position.line, position.column)}</strong>
                </span>
                <span>{message}</span>
                {hint && <span className={classes.dim}>{hint}</span>}
                <span className={classes.code}>{code}</span>
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
    </>
  );
}
