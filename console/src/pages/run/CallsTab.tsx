import { Select } from "@mantine/core";
import type { Run } from "~/api";
import { Toggles } from "~/components/filters/Toggles";
import { Panel } from "~/components/panel/Panel";
import { NoneMatch } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { VirtualList } from "~/components/virtual/VirtualList";
import { stepsOf, useBpmn } from "~/runs/bpmn";
import { useTexts } from "~/texts";
import { CallRow } from "./CallRow";
import classes from "./RunPage.module.css";
import { runRoute } from "./route";
import { texts } from "./texts";
import { useActivities } from "./useActivities";

/** Every attempt of every call, and every wait, in the order they began; opened, what was asked and what was answered. */
export default function CallsTab({ run }: { run: Run }) {
  const t = useTexts(texts);
  const { step, failed } = runRoute.useSearch();
  const navigate = runRoute.useNavigate();
  const { calls, items, total, more } = useActivities(run, { step, failed });
  const set = (next: { step?: string | undefined; failed?: true | undefined }) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const filtered = step !== undefined || failed !== undefined;
  return (
    <Panel flush>
      <div className={classes.toolbar}>
        <Toggles
          label={t.whichCalls}
          value={failed ? "failed" : "all"}
          options={[
            { value: "all", label: t.allCalls },
            { value: "failed", label: t.failedCalls },
          ]}
          onChange={(value) => set({ failed: value === "failed" || undefined })}
        />
        <StepSelect run={run} value={step} onChange={(value) => set({ step: value })} />
        <span className={classes.dim}>{calls.data && t.callsShown(total)}</span>
      </div>
      <Reading of={calls}>
        {() => {
          if (total === 0 && filtered)
            return <NoneMatch onClear={() => set({ step: undefined, failed: undefined })} />;
          if (total === 0) return <p className={`${classes.open} ${classes.dim}`}>{t.noCalls}</p>;
          return (
            <>
              <div className={classes.callHead} aria-hidden>
                <span />
                <span>{t.step}</span>
                <span>{t.operation}</span>
                <span>{t.attempt}</span>
                <span>{t.began}</span>
                <span>{t.took}</span>
                <span>{t.outcome}</span>
              </div>
              <VirtualList
                label={t.calls}
                items={items}
                itemKey={(call) => call.number}
                rowHeight={32}
                height="max(320px, calc(100dvh - 362px))"
                onEnd={more}
              >
                {(call) => <CallRow run={run.id} call={call} />}
              </VirtualList>
            </>
          );
        }}
      </Reading>
    </Panel>
  );
}

/** The steps that call or wait. */
function StepSelect({
  run,
  value,
  onChange,
}: {
  run: Run;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const t = useTexts(texts);
  const bpmn = useBpmn(run.process, run.version);
  const known = bpmn.data ? stepsOf(bpmn.data).filter((step) => step.calls) : [];
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
