import { Button, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { type ApiError, read, type Schedule, send, useChange, useConnectionLost } from "~/api";
import { SchemaForm } from "~/components/form";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { useZone } from "~/components/time/Time";
import { useTexts } from "~/texts";
import { fromField } from "../range";
import classes from "../Schedules.module.css";
import { REFRESH } from "../useScheduleActions";
import { Until, ZoneTime } from "../ZoneTime";
import { type Draft, draftOf, inputProblems, settingsOf } from "./draft";
import { texts } from "./texts";
import { zones } from "./zones";

const PATIENCE_MS = 250;
const NEXT = 5;
const FIELDS = [
  "process",
  "name",
  "cron",
  "timezone",
  "overlap",
  "missed",
  "jitter",
  "start",
  "end",
] as const;

/** Makes a schedule, or changes one: fields, the times it would fire at, and the input of its runs. */
export default function ScheduleDialog({
  schedule,
  process,
  onDone,
  onClose,
}: {
  /** The one to change; without, a new one. */
  schedule?: Schedule;
  /** Of which process a new one is, unless chosen otherwise. */
  process?: string | undefined;
  onDone: (schedule: Schedule) => void;
  onClose: () => void;
}) {
  const t = useTexts(texts);
  const zone = useZone();
  const [draft, setDraft] = useState(() => draftOf(schedule, zone, process));
  const [input, setInput] = useState<unknown>(schedule?.input ?? {});
  const set = (change: Partial<Draft>) => {
    // A mistake that was told is looked at again with the next save.
    save.reset();
    setDraft((now) => ({ ...now, ...change }));
  };
  const save = useChange(
    (given: unknown): Promise<Schedule> => {
      const body = settingsOf(draft, zone, given);
      return schedule
        ? send("put", "/api/v1/schedules/{id}", { params: { path: { id: schedule.id } }, body })
        : send("post", "/api/v1/schedules", {
            body: { ...body, process: draft.process, name: draft.name.trim() },
          });
    },
    { refresh: [...REFRESH], onSuccess: onDone },
  );
  const times = useTimes(draft, zone);
  const wrong = { ...mistakes(times.error), ...mistakes(save.error) };
  const [taken, gone] = [save.error?.kind === "conflict", save.error?.kind === "not-found"];
  if (taken) wrong.name = t.taken(draft.name);
  if (gone) wrong.process = t.noProcess;
  const told = taken || gone || (save.error?.problems.length ?? 0) > 0;
  const title = schedule ? t.edit(`${schedule.process}/${schedule.name}`) : t.new;
  return (
    <Modal opened onClose={onClose} title={title} size={780} closeOnClickOutside={false}>
      <Stack gap="sm">
        {schedule ? (
          <Text size="sm" c="dimmed">
            {t.changeMeans}
          </Text>
        ) : (
          <SimpleGrid cols={2}>
            <ProcessField
              value={draft.process}
              error={wrong.process}
              onChange={(process) => {
                set({ process });
                setInput({});
              }}
            />
            <TextInput
              label={t.name}
              description={t.nameRule}
              maxLength={100}
              required
              value={draft.name}
              error={wrong.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
          </SimpleGrid>
        )}
        <SimpleGrid cols={2}>
          <Stack gap="sm">
            <TextInput
              label={t.cron}
              description={t.cronRule}
              placeholder="30 3 * * *"
              maxLength={250}
              required
              classNames={{ input: classes.cron ?? "" }}
              value={draft.cron}
              error={wrong.cron}
              onChange={(event) => set({ cron: event.currentTarget.value })}
            />
            <ZoneField
              value={draft.timezone}
              error={wrong.timezone}
              onChange={(timezone) => set({ timezone })}
            />
          </Stack>
          <Times of={times} zone={draft.timezone} asked={draft.cron.trim() !== ""} />
        </SimpleGrid>
        <PolicyFields draft={draft} wrong={wrong} zone={zone} onChange={set} />
        <InputForm
          process={draft.process}
          value={input}
          onChange={(next) => {
            if (save.error) save.reset();
            setInput(next);
          }}
          problems={inputProblems(save.error?.problems ?? [])}
          onSubmit={(given) => !save.isPending && save.mutate(given)}
        >
          {save.error && !told && <ErrorNote error={save.error} />}
          <Buttons
            act={schedule ? t.save : t.make}
            ready={draft.process !== "" && draft.name.trim() !== "" && draft.cron.trim() !== ""}
            busy={save.isPending}
            onClose={onClose}
          />
        </InputForm>
      </Stack>
    </Modal>
  );
}

type Wrong = Partial<Record<(typeof FIELDS)[number], string>>;

/** What is wrong with which field. */
function mistakes(error: ApiError | null): Wrong {
  const wrong: Wrong = {};
  for (const { pointer, message } of error?.problems ?? []) {
    const field = FIELDS.find((name) => pointer === `/${name}`);
    if (field) wrong[field] = message;
  }
  return wrong;
}

/** The times the fields say, asked for a moment after the last key. */
function useTimes(draft: Draft, mine: string) {
  const [asked] = useDebouncedValue(draft, PATIENCE_MS);
  const utc = mine === "UTC";
  const [start, end] = [asked.start, asked.end].map((text) => fromField(text, utc)?.toISOString());
  const query = {
    cron: asked.cron.trim(),
    timezone: asked.timezone,
    count: NEXT,
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
  };
  return useQuery({
    ...read("/api/v1/schedules/preview", { params: { query } }),
    enabled: query.cron !== "",
    placeholderData: keepPreviousData,
  });
}

function Times({ of, zone, asked }: { of: ReturnType<typeof useTimes>; zone: string; asked: boolean }) {
  const t = useTexts(texts);
  const firings = asked && !of.error ? of.data?.firings : undefined;
  return (
    <div aria-live="polite">
      <Text size="sm" fw={500} mb={4}>
        {t.next}
      </Text>
      {firings === undefined ? (
        // A mistake of a field is told at the field.
        <span className={classes.dim}>{t.nextLater}</span>
      ) : firings.length === 0 ? (
        <span className={classes.dim}>{t.nextNone}</span>
      ) : (
        <ol className={classes.next}>
          {firings.map(({ utc }) => (
            <li key={utc}>
              <ZoneTime at={utc} zone={zone} />
              <Until at={utc} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function ProcessField(field: { value: string; error: string | undefined; onChange: (key: string) => void }) {
  const t = useTexts(texts);
  const definitions = useQuery(read("/api/v1/definitions", { params: { query: { limit: 500 } } }));
  return (
    <Select
      label={t.process}
      // As tall as the field beside it.
      description={t.chooseProcess}
      data={(definitions.data?.items ?? []).map(({ key, name }) => ({ value: key, label: name }))}
      value={field.value || null}
      error={field.error}
      onChange={(key) => field.onChange(key ?? "")}
      searchable
      required
      allowDeselect={false}
      data-autofocus={field.value === "" || undefined}
    />
  );
}

function ZoneField(field: { value: string; error: string | undefined; onChange: (zone: string) => void }) {
  const t = useTexts(texts);
  const [all] = useState(() => zones(field.value));
  return (
    <Select
      label={t.zone}
      data={all}
      limit={60}
      value={field.value}
      error={field.error}
      onChange={(zone) => zone && field.onChange(zone)}
      searchable
      required
      allowDeselect={false}
    />
  );
}

function PolicyFields({
  draft,
  wrong,
  zone,
  onChange,
}: {
  draft: Draft;
  wrong: Wrong;
  zone: string;
  onChange: (change: Partial<Draft>) => void;
}) {
  const t = useTexts(texts);
  const choices = <Word extends string>(words: Record<Word, string>) =>
    (Object.keys(words) as Word[]).map((value) => ({ value, label: words[value] }));
  return (
    <>
      <SimpleGrid cols={2}>
        <Select
          label={t.overlap}
          data={choices<Draft["overlap"]>(t.overlaps)}
          value={draft.overlap}
          allowDeselect={false}
          onChange={(overlap) => overlap && onChange({ overlap: overlap as Draft["overlap"] })}
        />
        <Select
          label={t.missed}
          data={choices<Draft["missed"]>(t.misses)}
          value={draft.missed}
          allowDeselect={false}
          onChange={(missed) => missed && onChange({ missed: missed as Draft["missed"] })}
        />
      </SimpleGrid>
      <SimpleGrid cols={3}>
        <TextInput
          label={t.jitter}
          description={t.jitterRule}
          value={draft.jitter}
          error={wrong.jitter}
          onChange={(event) => onChange({ jitter: event.currentTarget.value })}
        />
        {(["start", "end"] as const).map((field) => (
          <TextInput
            key={field}
            type="datetime-local"
            label={t[field]}
            description={t.yourClock(zone)}
            value={draft[field]}
            error={wrong[field]}
            onChange={(event) => onChange({ [field]: event.currentTarget.value })}
          />
        ))}
      </SimpleGrid>
    </>
  );
}

/** The form of the input, by the schema of the process; the buttons stand under it. */
function InputForm({
  process,
  children,
  ...form
}: {
  process: string;
  value: unknown;
  onChange: (value: unknown) => void;
  problems: { pointer: string; message: string }[];
  onSubmit: (value: unknown) => void;
  children: React.ReactNode;
}) {
  const t = useTexts(texts);
  const definition = useQuery({
    ...read("/api/v1/definitions/{key}", { params: { path: { key: process } } }),
    enabled: process !== "",
  });
  return (
    <>
      <Text size="sm" fw={600} mt={4}>
        {t.input}
      </Text>
      {process === "" ? (
        <>
          <span className={classes.dim}>{t.inputLater}</span>
          {children}
        </>
      ) : (
        <Reading of={definition} skeleton={<Skeletons rows={2} height={56} />}>
          {({ input_schema, input_order }) => (
            <Suspense fallback={<Skeletons rows={2} height={56} />}>
              <SchemaForm
                key={process}
                schema={input_schema}
                {...(input_order ? { order: input_order } : {})}
                {...form}
              >
                {children}
              </SchemaForm>
            </Suspense>
          )}
        </Reading>
      )}
    </>
  );
}

function Buttons(props: { act: string; ready: boolean; busy: boolean; onClose: () => void }) {
  const t = useTexts(texts);
  const offline = useConnectionLost() !== null;
  return (
    <Group justify="flex-end" gap="xs" mt="sm">
      <Button variant="default" onClick={props.onClose}>
        {t.cancel}
      </Button>
      <Button type="submit" disabled={!props.ready || offline} loading={props.busy}>
        {props.act}
      </Button>
    </Group>
  );
}
