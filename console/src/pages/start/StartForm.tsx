import { Button, Group, Spoiler, TextInput } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Suspense, useEffect, useRef, useState } from "react";
import { type DefinitionDetails, read, type Run, useConnectionLost, useMay } from "~/api";
import { SchemaForm } from "~/components/form";
import { CopyButton } from "~/components/id/CopyButton";
import { Empty } from "~/components/states/Empty";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Skeletons } from "~/components/states/Skeletons";
import { Status } from "~/components/status/Status";
import { Duration } from "~/components/time/Duration";
import { Time } from "~/components/time/Time";
import { stringifySearch } from "~/search";
import { inputOfSearch, searchOfInput } from "~/runs/input";
import { holdsMasked, withoutMasked } from "~/runs/masked";
import { useStart } from "~/runs/useStart";
import { useNumber, useTexts } from "~/texts";
import { common } from "~/texts/common";
import { countsOf } from "./counts";
import classes from "./StartPage.module.css";
import { texts } from "./texts";

/** What is told of a process before it runs, and the form that starts it. */
export function StartForm({ process }: { process: string }) {
  const t = useTexts(texts);
  const words = useTexts(common);
  const definition = useQuery(read("/api/v1/definitions/{key}", { params: { path: { key: process } } }));
  if (definition.error?.kind === "not-found") return <Empty title={t.notFound}>{process}</Empty>;
  if (definition.error)
    return <ErrorNote error={definition.error} onRetry={() => void definition.refetch()} />;
  if (!definition.data) return <Skeletons rows={6} height={48} />;
  const { name, version, description } = definition.data;
  return (
    <>
      <Group gap="xs" mb={4}>
        <h2 style={{ margin: 0, fontSize: 16, lineHeight: "24px" }}>{name}</h2>
        <span className={classes.key}>{words.version(version)}</span>
      </Group>
      {description && (
        <Spoiler maxHeight={60} showLabel={t.moreText} hideLabel={t.lessText} className={classes.told ?? ""}>
          <p className={classes.description}>{description}</p>
        </Spoiler>
      )}
      <LastRun process={process} />
      <Filled definition={definition.data} />
    </>
  );
}

function LastRun({ process }: { process: string }) {
  const t = useTexts(texts);
  const number = useNumber();
  const runs = useQuery(read("/api/v1/runs", { params: { query: { process, limit: 1 } } }));
  const last = runs.data?.items[0];
  // Lists carry no results: what came of it is asked of the run itself.
  const whole = useQuery({
    ...read("/api/v1/runs/{id}", { params: { path: { id: last?.id ?? "" } } }),
    enabled: last?.status === "completed",
  });
  if (!last) return null;
  const counts = whole.data?.id === last.id ? countsOf(whole.data.result) : [];
  return (
    <p className={classes.last}>
      {t.lastRun}
      <Link to="/runs/$id" params={{ id: last.id }}>
        <Status of={last.status} />
      </Link>
      <Time at={last.created_at} />
      {counts.length > 0 && (
        <span>{counts.map(({ name, count }) => `${number(count)} ${name}`).join(", ")}</span>
      )}
      {last.ended_at && last.started_at && <Duration from={last.started_at} to={last.ended_at} />}
      <Link to="/runs" search={{ process }}>
        {t.runs}
      </Link>
    </p>
  );
}

/** The form; filled in as a run was where the address names one. */
function Filled({ definition }: { definition: DefinitionDetails }) {
  const t = useTexts(texts);
  const { like } = useSearch({ strict: false }) as { like?: string };
  const id = like ?? "";
  const run = useQuery({
    ...read("/api/v1/runs/{id}", { params: { path: { id } } }),
    enabled: like !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const first = useQuery({
    ...read("/api/v1/runs/{id}/journal", { params: { path: { id }, query: { limit: 1 } } }),
    enabled: like !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (like === undefined) return <Form definition={definition} />;
  const error = run.error ?? first.error;
  if (error) {
    return (
      <>
        <ErrorNote error={error} />
        <Form definition={definition} />
      </>
    );
  }
  if (!run.data || !first.data) return <Skeletons rows={4} height={60} />;
  const input = first.data.items[0]?.payload?.input;
  return (
    <>
      <p className={classes.last}>
        {t.filledLike}
        <Link to="/runs/$id" params={{ id }}>
          …{id.slice(-8)}
        </Link>
        {holdsMasked(input) && <strong>{t.secretsLeftOut}</strong>}
      </p>
      <Form key={id} definition={definition} like={{ run: run.data, input: withoutMasked(input) }} />
    </>
  );
}

function Form({ definition, like }: { definition: DefinitionDetails; like?: { run: Run; input: unknown } }) {
  const t = useTexts(texts);
  const { key: process, input_schema: schema, input_order: order } = definition;
  const search = useSearch({ strict: false }) as { key?: string };
  const may = useMay("operator");
  const offline = useConnectionLost() !== null;
  const [input, setInput] = useState<unknown>(() => like?.input ?? inputOfSearch(search, schema));
  const known = like?.run.business_key ?? undefined;
  const [businessKey, setBusinessKey] = useState(
    search.key ?? (known !== undefined && !holdsMasked(known) ? known : ""),
  );
  const start = useStart(process);
  const link = () => {
    const values = { ...searchOfInput(input), ...(businessKey ? { key: businessKey } : {}) };
    return `${location.origin}/start/${encodeURIComponent(process)}${stringifySearch(values)}`;
  };
  // A mistake of a field stands at the field; everything else above the button.
  const problems = start.error?.problems;
  return (
    <div className={classes.form}>
      <Suspense fallback={<Skeletons rows={4} height={60} />}>
        <SchemaForm
          schema={schema}
          {...(order ? { order } : {})}
          value={input}
          onChange={setInput}
          problems={problems}
          disabled={!may}
          onSubmit={(given) => {
            if (!start.isPending) start.mutate({ input: given, businessKey });
          }}
        >
          <FocusFirst />
          <TextInput
            mt="md"
            label={t.businessKey}
            description={t.businessKeyWhy}
            maxLength={200}
            disabled={!may}
            value={businessKey}
            onChange={(event) => setBusinessKey(event.currentTarget.value)}
          />
          <Group mt="lg" gap="xs">
            <Button
              type="submit"
              size="sm"
              leftSection={<IconPlayerPlay size={16} />}
              loading={start.isPending}
              disabled={!may || offline}
            >
              {t.start}
            </Button>
            <CopyButton value={link} label={t.copyLink} />
          </Group>
          {!may && <p className={classes.last}>{t.mayNot}</p>}
          {may && offline && <p className={classes.last}>{t.offline}</p>}
          {start.error && !problems?.length && <ErrorNote error={start.error} />}
        </SchemaForm>
      </Suspense>
    </div>
  );
}

/** Puts the cursor into the first field when the form is there: who came by keys goes on typing. */
function FocusFirst() {
  const here = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const form = here.current?.closest("form");
    form
      ?.querySelector<HTMLElement>("input:enabled:not([type=hidden]), textarea:enabled")
      ?.focus({ preventScroll: true });
  }, []);
  return <span ref={here} hidden />;
}
