import { Select } from "@mantine/core";
import type { Run } from "~/api";
import { callsWithin, stepsOf, useBpmn } from "~/runs/bpmn";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** A step by its path, or every step; `only` leaves those that call or wait, and those with such steps inside. */
export function StepSelect({
  run,
  value,
  only,
  width = 260,
  onChange,
}: {
  run: Run;
  value: string | undefined;
  only?: "calls";
  width?: number;
  onChange: (value: string | undefined) => void;
}) {
  const t = useTexts(texts);
  const bpmn = useBpmn(run.process, run.version);
  const known = bpmn.data
    ? stepsOf(bpmn.data).filter((step, _, all) => !only || callsWithin(all, step.path))
    : [];
  const paths = known.map((step) => step.path);
  return (
    <Select
      aria-label={t.step}
      placeholder={t.everyStep}
      w={width}
      searchable
      clearable
      data={value && !paths.includes(value) ? [value, ...paths] : paths}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}
