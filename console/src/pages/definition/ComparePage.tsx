import { Group, Select, UnstyledButton } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo } from "react";
import { read } from "~/api";
import { CodeCompare } from "~/components/code/Code";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Empty } from "~/components/states/Empty";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import classes from "~/definitions/Diagrams.module.css";
import { Sign } from "~/definitions/Sign";
import { type Change, changedSteps, compare, type Mark, marksOf } from "~/definitions/structure/compare";
import { modelOf } from "~/definitions/structure/model";
import { subjectOf, texts as changeTexts, wordsOf } from "~/definitions/structure/words";
import { texts } from "~/definitions/texts";
import { useVersion } from "~/definitions/useModel";
import { useBpmn } from "~/runs/bpmn";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";
import { definitionRoute } from "./route";

const TwoDiagrams = lazy(() => import("~/definitions/TwoDiagrams"));

/** `?diff=3..5`: what the later version changes, in words, in both diagrams and in the text. */
export function ComparePage({ name, from, to }: { name: string; from: number; to: number }) {
  const t = useTexts(texts);
  const words = useTexts(common);
  const { key, version } = definitionRoute.useParams();
  const navigate = definitionRoute.useNavigate();
  const versions = useQuery(read("/api/v1/definitions/{key}", { params: { path: { key } } }));
  const [before, after] = [useVersion(key, from), useVersion(key, to)];
  const options = (versions.data?.versions ?? []).map((each) => ({
    value: String(each.version),
    label: words.version(each.version),
  }));
  const choose = (left: number, right: number) =>
    void navigate({ search: { diff: `${left}..${right}` }, replace: true });
  const error = before.error ?? after.error;
  return (
    <Page
      title={t.comparing(name)}
      actions={
        <LinkButton
          to="/definitions/$key/$version"
          params={{ key, version }}
          variant="default"
          leftSection={<IconArrowLeft size={16} />}
        >
          {t.endCompare}
        </LinkButton>
      }
      aside={
        <Group gap="xs" wrap="nowrap">
          <Select
            aria-label={t.from}
            data={options}
            value={String(from)}
            allowDeselect={false}
            w={92}
            onChange={(next) => next && choose(Number(next), to)}
          />
          <span aria-hidden>→</span>
          <Select
            aria-label={t.to}
            data={options}
            value={String(to)}
            allowDeselect={false}
            w={92}
            onChange={(next) => next && choose(from, Number(next))}
          />
        </Group>
      }
    >
      {error && <ErrorNote error={error} />}
      {before.data && after.data ? (
        <Compared
          id={key}
          from={{ version: from, source: before.data.source }}
          to={{ version: to, source: after.data.source }}
        />
      ) : (
        !error && <Skeletons rows={12} height={32} />
      )}
    </Page>
  );
}

type Side = { version: number; source: string };

function Compared({ id, from, to }: { id: string; from: Side; to: Side }) {
  const t = useTexts(texts);
  const words = useTexts(common);
  const { step } = definitionRoute.useSearch();
  const navigate = definitionRoute.useNavigate();
  const [left, right] = [useBpmn(id, from.version), useBpmn(id, to.version)];
  const found = useMemo(() => {
    const [before, after] = [modelOf(from.source), modelOf(to.source)];
    if (!before || !after) return undefined;
    const changes = compare(before, after);
    return { changes, marks: marksOf(changes, before, after) };
  }, [from.source, to.source]);
  const [was, is] = [t.before(words.version(from.version)), t.after(words.version(to.version))];
  const sides = useMemo(
    () =>
      found && left.data && right.data
        ? {
            left: { xml: left.data, name: was, marks: found.marks.left },
            right: { xml: right.data, name: is, marks: found.marks.right },
          }
        : undefined,
    [found, left.data, right.data, was, is],
  );
  const choose = (path: string | undefined) =>
    void navigate({ search: (now) => ({ ...now, step: path === step ? undefined : path }), replace: true });
  if (from.source === to.source) return <Empty title={t.nothing}>{t.sameText}</Empty>;
  const changes = found?.changes ?? [];
  const change = changes.find((each) => pathOf(each) === step);
  const chosen = {
    left: change ? oldPathOf(change) : step,
    right: change?.kind === "removed" ? undefined : step,
  };
  return (
    <>
      <div className={classes.columns}>
        <Panel title={t.changes} flush>
          {changes.length === 0 ? (
            <Empty title={t.nothing}>{t.nothingWhy}</Empty>
          ) : (
            <ChangeList changes={changes} step={step} onChoose={choose} />
          )}
        </Panel>
        <Panel title={t.diagrams} flush tools={<Legend />}>
          {sides ? (
            <Suspense fallback={<Skeletons rows={8} height={32} />}>
              <TwoDiagrams {...sides} chosen={chosen} onChoose={choose} />
            </Suspense>
          ) : (
            <Reading of={left.error ? left : right} skeleton={<Skeletons rows={8} height={32} />}>
              {() => null}
            </Reading>
          )}
        </Panel>
      </div>
      <Panel title={t.yaml} flush>
        <CodeCompare before={from.source} after={to.source} labels={[was, is]} />
      </Panel>
    </>
  );
}

/** What is different in words; pressed, a step comes into the middle of both diagrams. */
function ChangeList(props: {
  changes: readonly Change[];
  step: string | undefined;
  onChoose: (path: string) => void;
}) {
  const t = useTexts(texts);
  const say = useTexts(changeTexts);
  const steps = changedSteps(props.changes);
  return (
    <>
      <p className={classes.sideHead}>
        {steps > 0 ? t.counted(props.changes.length, steps) : t.countedProcess(props.changes.length)}
      </p>
      <ul className={classes.changes}>
        {props.changes.map((change, at) => {
          const path = pathOf(change);
          const line = (
            <>
              <Sign of={signOf(change)} />
              <span>
                <span className={classes.subject}>{subjectOf(change, say)}</span> {wordsOf(change, say)}
              </span>
            </>
          );
          return (
            <li key={at}>
              {path ? (
                <UnstyledButton
                  className={classes.change}
                  aria-pressed={path === props.step}
                  onClick={() => props.onChoose(path)}
                >
                  {line}
                </UnstyledButton>
              ) : (
                <div className={classes.change}>{line}</div>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Legend() {
  const t = useTexts(texts);
  return (
    <div className={classes.legend}>
      <span>
        <Sign of="added" /> {t.markAdded}
      </span>
      <span>
        <Sign of="removed" /> {t.markRemoved}
      </span>
      <span>
        <Sign of="changed" /> {t.markChanged}
      </span>
    </div>
  );
}

function signOf(change: Change): Mark {
  return change.kind === "added" || change.kind === "removed" ? change.kind : "changed";
}

function pathOf(change: Change): string | undefined {
  return change.kind === "process" ? undefined : change.step.path;
}

function oldPathOf(change: Change): string | undefined {
  if (change.kind === "process") return undefined;
  if ("was" in change) return change.was.path;
  return change.kind === "removed" ? change.step.path : undefined;
}
