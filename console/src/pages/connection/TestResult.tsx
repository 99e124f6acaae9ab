import { VisuallyHidden } from "@mantine/core";
import { IconCheck, IconCircleX, IconMinus } from "@tabler/icons-react";
import type { ConnectionTest } from "~/api";
import { Panel } from "~/components/panel/Panel";
import { Duration } from "~/components/time/Duration";
import classes from "~/connections/Connections.module.css";
import { useLanguage, useTexts } from "~/texts";
import { texts as testTexts } from "./testTexts";
import { wordsOf } from "./testWords";
import { texts } from "./texts";

/** What a test saw, stage by stage, and what to do where one fails. */
export function TestResult({ of, title }: { of: ConnectionTest; title: string }) {
  const t = useTexts(texts);
  const w = useTexts(testTexts);
  const language = useLanguage();
  return (
    <Panel title={t.testTitle}>
      <div aria-live="polite">
        <strong className={of.works ? classes.good : classes.bad}>{of.works ? t.works : t.fails}</strong>
        <ol className={classes.steps}>
          {of.steps.map((step) => {
            const looked = step.end === "ok" || step.end === "failed";
            const { said, exact, todo } = wordsOf(step, title, language);
            return (
              <li key={step.stage} data-end={step.end}>
                <Mark of={step.end} />
                <span>
                  {t.stages[step.stage]}
                  <VisuallyHidden>: {t.ends[step.end]}</VisuallyHidden>
                </span>
                <span className={classes.took}>{looked && <Duration ms={step.took_ms} />}</span>
                <span>
                  {said || <span className={classes.dim}>{t.ends[step.end]}</span>}
                  {exact && (
                    <p className={classes.exact}>
                      {w.exactly}: <q lang="en">{exact}</q>
                    </p>
                  )}
                  {todo && <p className={classes.advice}>{todo}</p>}
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
