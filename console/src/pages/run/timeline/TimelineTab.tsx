import { Button, RangeSlider } from "@mantine/core";
import { useState } from "react";
import type { Run } from "~/api";
import { Panel } from "~/components/panel/Panel";
import { Reading } from "~/components/states/Reading";
import { useNow } from "~/components/time/now";
import { Time } from "~/components/time/Time";
import { VirtualList } from "~/components/virtual/VirtualList";
import { useTexts } from "~/texts";
import page from "../RunPage.module.css";
import { runRoute } from "../route";
import { texts as runTexts } from "../texts";
import { useActivities } from "../useActivities";
import { type StepsReport, useSteps } from "../useSteps";
import { Legend } from "./Legend";
import { type Row, rowsOf, windowOf } from "./layout";
import { ItemLine, StepLine } from "./Lines";
import { texts } from "./texts";
import classes from "./Timeline.module.css";

/** Parts the time is counted in, where there are too many items to draw each. */
const PARTS = 200;
/** Least that can be shown, in thousandths. */
const LEAST = 5;

/** What the run did along the time: a line a step, opened a line an item; zoomed by the ends of the slider. */
export default function TimelineTab({ run }: { run: Run }) {
  const steps = useSteps(run, { parts: PARTS });
  return (
    <Panel flush>
      <Reading of={steps}>{(report) => <Lines run={run} report={report} />}</Reading>
    </Panel>
  );
}

function Lines({ run, report }: { run: Run; report: StepsReport }) {
  const t = useTexts(texts);
  const words = useTexts(runTexts);
  const { from, to, open } = runRoute.useSearch();
  const navigate = runRoute.useNavigate();
  const [drawn, setDrawn] = useState<[number, number]>();
  // What goes on grows between two readings; the bars that are there stay where they are.
  useNow("second");
  const part: [number, number] = drawn ?? [from ?? 0, to ?? 1000];
  const whole = { from: Date.parse(report.from), to: Date.parse(report.to) };
  const window = windowOf(whole, part[0], part[1]);
  const { items, total, more } = useActivities(run, { step: open, enabled: open !== undefined });
  const rows = rowsOf(report.items, open, open ? items : []);
  if (rows.length === 0) return <p className={`${page.open} ${page.dim}`}>{t.nothing}</p>;
  const show = ([first, last]: [number, number]) =>
    void navigate({
      search: (was) => ({
        ...was,
        from: first > 0 ? first : undefined,
        to: last < 1000 ? last : undefined,
      }),
      replace: true,
    });
  const toggle = (step: string) =>
    void navigate({
      search: (was) => ({ ...was, open: was.open === step ? undefined : step }),
      replace: true,
    });
  return (
    <>
      <div className={classes.head}>
        <Legend />
        <div className={classes.axis}>
          <span>
            <Time at={new Date(window.from).toISOString()} />
          </span>
          <RangeSlider
            aria-label={t.part}
            size="xs"
            min={0}
            max={1000}
            minRange={LEAST}
            label={null}
            value={part}
            thumbFromLabel={t.partFrom}
            thumbToLabel={t.partTo}
            onChange={setDrawn}
            onChangeEnd={(next) => {
              setDrawn(undefined);
              show(next);
            }}
          />
          <span>
            <Time at={new Date(window.to).toISOString()} />
            <Button
              size="compact-xs"
              variant="default"
              disabled={part[0] === 0 && part[1] === 1000}
              onClick={() => show([0, 1000])}
            >
              {t.whole}
            </Button>
          </span>
        </div>
      </div>
      <VirtualList<Row>
        label={words.timeline}
        items={rows}
        itemKey={(row) => (row.kind === "step" ? row.step.step : row.key)}
        rowHeight={40}
        height="max(320px, calc(100dvh - var(--run-top, 231px) - 189px))"
        {...(open && items.length < total ? { onEnd: more } : {})}
      >
        {(row) =>
          row.kind === "step" ? (
            <StepLine
              row={row}
              window={window}
              whole={whole}
              open={row.step.step === open}
              onToggle={() => toggle(row.step.step)}
            />
          ) : (
            <ItemLine row={row} window={window} now={whole.to} />
          )
        }
      </VirtualList>
    </>
  );
}
