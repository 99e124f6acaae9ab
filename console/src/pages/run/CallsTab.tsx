import type { Run } from "~/api";
import { Toggles } from "~/components/filters/Toggles";
import { Panel } from "~/components/panel/Panel";
import { NoneMatch } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { VirtualList } from "~/components/virtual/VirtualList";
import { useTexts } from "~/texts";
import { CallRow } from "./CallRow";
import classes from "./RunPage.module.css";
import { runRoute } from "./route";
import { StepSelect } from "./StepSelect";
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
  // Of a run that stands, what one came for: the call that stopped it.
  const stands = run.status === "incident" || run.status === "failed";
  const told = stands ? items.findLast(({ end }) => end?.outcome === "failed")?.number : undefined;
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
        <StepSelect run={run} only="calls" value={step} onChange={(value) => set({ step: value })} />
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
                height="max(320px, calc(100dvh - var(--run-top, 231px) - 179px))"
                onEnd={more}
              >
                {(call) => <CallRow run={run.id} call={call} opened={call.number === told} />}
              </VirtualList>
            </>
          );
        }}
      </Reading>
    </Panel>
  );
}
