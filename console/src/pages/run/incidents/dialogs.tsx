import { Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { read, type Run, writeJson } from "~/api";
import { Reading } from "~/components/states/Reading";
import { beside, stepsOf, useBpmn } from "~/runs/bpmn";
import { useTexts } from "~/texts";
import { ActDialog } from "~/components/dialog/ActDialog";
import { JsonField, parsed } from "./JsonField";
import { texts } from "./texts";
import type { Incident } from "~/runs/incidents";
import type { Ask, useIncidentActs } from "./useIncidentActs";

type Props = {
  run: Run;
  at: Incident;
  of: ReturnType<typeof useIncidentActs>["change"];
  onAsk: (ask: Ask) => void;
  onClose: () => void;
};

/** The longest reason the service takes. */
const MAX_REASON = 1000;

/** The variables of the process as JSON; what was changed is sent, then the step is entered anew. */
export function EditDialog(props: Props) {
  const { run } = props;
  const variables = useQuery({
    ...read("/api/v1/runs/{id}", { params: { path: { id: run.id }, query: { variables: true } } }),
    // What somebody types must not change under the hand.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <EditForm
      {...props}
      key={variables.data ? "read" : "reading"}
      known={variables.data?.variables ?? {}}
      reading={variables}
    />
  );
}

function EditForm({
  at,
  of,
  onAsk,
  onClose,
  known,
  reading,
}: Props & { known: Record<string, unknown>; reading: Parameters<typeof Reading<Run>>[0]["of"] }) {
  const t = useTexts(texts);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const names = Object.keys(known);
  const was = (name: string) => writeJson(known[name], 2);
  const changed = names.filter((name) => (typed[name] ?? was(name)) !== was(name));
  const valid = changed.every((name) => parsed(typed[name] ?? ""));
  return (
    <ActDialog
      size="lg"
      keep={t.keep}
      title={t.editTitle(at.step)}
      means={names.length > 0 ? t.editMeans : t.noVariables}
      act={t.editAct}
      of={of}
      ready={valid && reading.data !== undefined}
      onClose={onClose}
      onSubmit={() => {
        const values = changed.map((name) => [name, parsed(typed[name] ?? "")?.value] as const);
        onAsk({ at, act: "retry", variables: Object.fromEntries(values) });
      }}
    >
      <Reading of={reading}>
        {() => (
          <Stack gap="sm">
            {names.map((name) => (
              <JsonField
                key={name}
                label={name}
                value={typed[name] ?? was(name)}
                onChange={(value) => setTyped((now) => ({ ...now, [name]: value }))}
              />
            ))}
            {names.length > 0 && (
              <Text size="xs" c="dimmed" aria-live="polite">
                {t.changed(changed.length)}
              </Text>
            )}
          </Stack>
        )}
      </Reading>
    </ActDialog>
  );
}

/** The output a step counts as done with. */
export function SkipDialog({ at, of, onAsk, onClose }: Props) {
  const t = useTexts(texts);
  const [output, setOutput] = useState("null");
  const [reason, setReason] = useState("");
  const value = parsed(output);
  return (
    <ActDialog
      size="lg"
      keep={t.keep}
      title={t.skipTitle(at.step)}
      means={t.skipMeans}
      act={t.skipAct}
      of={of}
      ready={value !== undefined}
      onClose={onClose}
      onSubmit={() => value && onAsk({ at, act: "skip", output: value.value, reason })}
    >
      <JsonField label={t.output} value={output} onChange={setOutput} />
      <Reason value={reason} onChange={setReason} />
    </ActDialog>
  );
}

/** The step beside this one that the token enters next. */
export function MoveDialog({ run, at, of, onAsk, onClose }: Props) {
  const t = useTexts(texts);
  const bpmn = useBpmn(run.process, run.version);
  const [to, setTo] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  return (
    <ActDialog
      size="lg"
      keep={t.keep}
      title={t.moveTitle(at.step)}
      means={t.moveMeans}
      act={t.moveAct}
      of={of}
      ready={to !== null}
      onClose={onClose}
      onSubmit={() => to !== null && onAsk({ at, act: "move", to, reason })}
    >
      <Reading of={bpmn}>
        {(xml) => (
          <Select
            label={t.to}
            placeholder={t.choose}
            searchable
            nothingFoundMessage={t.noneBeside}
            data={beside(stepsOf(xml), at.step).map(({ path, name }) => ({
              value: path,
              label: `${name} (${path})`,
            }))}
            value={to}
            onChange={setTo}
          />
        )}
      </Reading>
      <Reason value={reason} onChange={setReason} />
    </ActDialog>
  );
}

function Reason({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTexts(texts);
  return (
    <TextInput
      label={t.reason}
      value={value}
      maxLength={MAX_REASON}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
