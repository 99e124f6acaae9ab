import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import {
  type ApiError,
  type FieldError,
  type FieldInfo,
  type FormCheck,
  send,
  useMay,
  useSession,
} from "~/api";
import { type Draft, draftName, keepDraft, NO_DRAFT, readDraft } from "./draft";

/** Whose form it is; nothing named is a new record's. */
export type FormPlace = { record?: string; detail?: string; action?: string };
export type Values = Record<string, unknown>;

const QUIET_MS = 300;
const NONE: FieldError[] = [];

/**
 * The state of a form: what a person wrote, what follows from it, and what does not fit. What was written is sent to the
 * section's check after a moment of quiet; fields nobody touched take what it fills in. A mistake is shown at a field
 * that was touched, and at every field once somebody tried to send. What was written into the form of a record or of a new
 * one is kept until it is sent or discarded (`draft.ts`).
 */
export function useSectionForm({
  section,
  place,
  fields,
  known = {},
  labels = {},
  run,
}: {
  section: string;
  place: FormPlace;
  fields: readonly FieldInfo[];
  /** Values of the record as it stands. */
  known?: Values;
  labels?: Values;
  /** The run that stands in the address. */
  run?: string | undefined;
}) {
  const { name: me } = useSession();
  const draft = place.detail || place.action ? undefined : draftName(me, section, place.record);
  const [before, setBefore] = useState<Draft>(() => restored(draft, known, run));
  const [written, setWritten] = useState<Values>(before.written);
  const [chosen, setChosen] = useState<Values>(before.chosen);
  const [sentAs, setSentAs] = useState(before.run);
  useEffect(() => {
    if (draft) keepDraft(draft, { written, chosen, run: sentAs });
  }, [draft, written, chosen, sentAs]);
  const [tried, setTried] = useState(false);
  /** What a press or its run said; each until its field is written again. */
  const [told, setTold] = useState<readonly FieldError[]>(NONE);
  const [quiet] = useDebouncedValue(written, QUIET_MS);
  const may = useMay("operator");
  const asks = fields.length > 0 && may && (!place.record || !!place.action || Object.keys(quiet).length > 0);
  const check = useQuery<FormCheck, ApiError>({
    queryKey: ["/api/v1/sections/{section}/form/check", section, place, quiet],
    queryFn: () =>
      send("post", "/api/v1/sections/{section}/form/check", {
        params: { path: { section } },
        body: { values: quiet, ...place },
      }),
    enabled: asks,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const checked = asks ? check.data : undefined;
  // What nobody writes follows from what somebody wrote: its mistake is news at once.
  const mode = place.record && !place.detail && !place.action ? "edit" : "add";
  const followed = new Set(
    fields.filter((field) => field[mode] === "read" && checked?.values[field.key]).map(({ key }) => key),
  );
  const values: Values = { ...known, ...checked?.values, ...written };
  const errors = [
    ...told,
    ...(checked?.field_errors ?? NONE).filter(
      ({ field }) =>
        (tried || field in written || followed.has(field)) &&
        quiet[field] === written[field] &&
        !told.some((one) => one.field === field),
    ),
  ];
  return {
    values,
    labels: { ...labels, ...checked?.labels, ...chosen },
    errors,
    notes: checked?.notes ?? [],
    written,
    dirty: Object.keys(written).length > 0,
    /** What is written was written before this page was opened. */
    restored: !sentAs && Object.keys(before.written).length > 0 && Object.keys(written).length > 0,
    checkError: asks ? check.error : null,
    set: (field: string, value: unknown, label?: string) => {
      setTold((now) => now.filter((error) => error.field !== field));
      setSentAs(undefined);
      setChosen((now) => ({ ...now, [field]: label ?? "" }));
      setWritten((now) => {
        // Back to what it was is no change.
        if (mode === "add" || !same(known[field], value)) return { ...now, [field]: value };
        return Object.fromEntries(Object.entries(now).filter(([name]) => name !== field));
      });
    },
    tryIt: () => setTried(true),
    /** A run carries what is written. */
    sent: (as: string) => setSentAs(as),
    tell: (said: readonly FieldError[]) => setTold(said),
    reset: () => {
      setBefore(NO_DRAFT);
      setSentAs(undefined);
      setWritten({});
      setChosen({});
      setTold(NONE);
      setTried(false);
    },
  };
}

export type SectionForm = ReturnType<typeof useSectionForm>;

/** The draft there is, without what the record has become by itself meanwhile. */
function restored(name: string | undefined, known: Values, run: string | undefined): Draft {
  const draft = name ? readDraft(name) : NO_DRAFT;
  if (draft.run && draft.run !== run) return NO_DRAFT;
  const differs = ([field, value]: [string, unknown]) => !same(known[field], value);
  return { ...draft, written: Object.fromEntries(Object.entries(draft.written).filter(differs)) };
}

function same(known: unknown, value: unknown): boolean {
  return known === value || ((known ?? "") === "" && (value ?? "") === "");
}

/** What a refused press says of single fields. */
export function fieldErrorsOf(error: ApiError | null): FieldError[] {
  const said = (error?.body as { field_errors?: unknown } | undefined)?.field_errors;
  return Array.isArray(said) ? (said as FieldError[]) : [];
}
