import { Select } from "@mantine/core";
import type { Run } from "~/api";
import { stepsOf, useBpmn } from "~/runs/bpmn";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** A step by its path, or every step; `only` leaves those that call or wait. */
export function StepSelect({
  run,
  value,
  only,
  onChange,
}: {
  run: Run;
  value: string | undefined;
  only?: "calls";
  onChange: (value: string | undefined) => void;
}) {
  const t = useTexts(texts);
  const bpmn = useBpmn(run.process, run.version);
  const known = bpmn.data ? stepsOf(bpmn.data).filter((step) => !only || step.calls) : [];
  const paths = known.map((step) => step.path);
  return (
    <Select
      aria-label={t.step}
      placeholder={t.everyStep}
      w={260}
      searchable
      clearable
      data={value && !paths.includes(value) ? [value, ...paths] : paths}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}
