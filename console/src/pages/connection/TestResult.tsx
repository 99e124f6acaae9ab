import { VisuallyHidden } from "@mantine/core";
import { IconCheck, IconCircleX, IconMinus } from "@tabler/icons-react";
import type { ConnectionTest } from "~/api";
import { Panel } from "~/components/panel/Panel";
import { Duration } from "~/components/time/Duration";
import classes from "~/connections/Connections.module.css";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** What a test saw, stage by stage, and what to do where one fails. */
export function TestResult({ of }: { of: ConnectionTest }) {
  const t = useTexts(texts);
  return (
    <Panel title={t.testTitle}>
      <div aria-live="polite">
        <strong className={of.works ? classes.good : classes.bad}>{of.works ? t.works : t.fails}</strong>
        <ol className={classes.steps}>
          {of.steps.map((step) => {
            const looked = step.end === "ok" || step.end === "failed";
            return (
              <li key={step.stage} data-end={step.end}>
                <Mark of={step.end} />
                <span>
                  {t.stages[step.stage]}
                  <VisuallyHidden>: {t.ends[step.end]}</VisuallyHidden>
                </span>
                <span className={classes.took}>{looked && <Duration ms={step.took_ms} />}</span>
                <span>
                  {step.detail || <span className={classes.dim}>{t.ends[step.end]}</span>}
                  {step.advice && <p className={classes.advice}>{step.advice}</p>}
                </span>
              </li>
            );
          })}
        </ol>
      </div>
    </Panel>
  );
}

function Mark({ of }: { of: ConnectionTest["steps"][number]["end"] }) {
  if (of === "ok") return <IconCheck size={16} className={classes.good} aria-hidden />;
  if (of === "failed") return <IconCircleX size={16} className={classes.bad} aria-hidden />;
  return <IconMinus size={16} className={classes.dim} aria-hidden />;
}
