import { ActionIcon, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconX } from "@tabler/icons-react";
import { formatDuration, formatFullTime } from "~/components/time/format";
import { useZone } from "~/components/time/Time";
import { useLanguage, useNumber, useTexts } from "~/texts";
import page from "../RunPage.module.css";
import type { StepReport, StepSpan } from "../useSteps";
import { areaOf, barOf, type Row, type Window } from "./layout";
import { texts } from "./texts";
import classes from "./Timeline.module.css";

/** A step: what it did as bars, or how many ended when where there are too many to draw; and its numbers. */
export function StepLine({
  row: { step, level, canOpen },
  window,
  whole,
  open,
  onToggle,
}: {
  row: Extract<Row, { kind: "step" }>;
  window: Window;
  whole: Window;
  open: boolean;
  onToggle: () => void;
}) {
  const t = useTexts(texts);
  const spans = step.more_spans ? step.spans.filter((span) => span.kind === "inside") : step.spans;
  return (
    <div className={classes.line}>
      <div className={classes.name} style={{ paddingLeft: level * 16 }}>
        {canOpen ? (
          <ActionIcon size={20} aria-expanded={open} aria-label={t.openStep(step.step)} onClick={onToggle}>
            {open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          </ActionIcon>
        ) : (
          <span className={classes.noToggle} />
        )}
        <span className={page.step} title={step.step}>
          {step.step.slice(step.step.lastIndexOf("/") + 1)}
        </span>
      </div>
      <div className={classes.track}>
        {spans.map((span, index) => (
          <Span key={index} span={span} window={window} now={whole.to} />
        ))}
        {step.more_spans && <Strip step={step} window={window} whole={whole} />}
      </div>
      <Numbers step={step} />
    </div>
  );
}

/** What one token did at the step that is open. */
export function ItemLine({
  row,
  window,
  now,
}: {
  row: Extract<Row, { kind: "item" }>;
  window: Window;
  now: number;
}) {
  const t = useTexts(texts);
  const number = useNumber();
  return (
    <div className={`${classes.line} ${classes.item}`}>
      <div className={classes.name} style={{ paddingLeft: 44 }}>
        {row.item === undefined ? t.token : t.item(number(row.item + 1))}
      </div>
      <div className={classes.track}>
        {row.spans.map((span, index) => (
          <Span key={index} span={span} window={window} now={now} />
        ))}
      </div>
    </div>
  );
}

function Span({ span, window, now }: { span: StepSpan; window: Window; now: number }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const zone = useZone();
  const number = useNumber();
  const bar = barOf(window, span.from, span.to, now);
  if (!bar) return null;
  const full = (at: string) => formatFullTime(new Date(at), zone, language);
  const took = formatDuration((span.to ? Date.parse(span.to) : now) - Date.parse(span.from), language);
  const says = [
    span.failed ? t.failed : t.kinds[span.kind],
    typeof span.attempt === "number" ? t.attempt(span.attempt) : "",
    typeof span.item === "number" ? t.item(number(span.item + 1)) : "",
    `${full(span.from)} – ${span.to ? full(span.to) : t.goesOn}`,
    took,
  ].filter(Boolean);
  return (
    <Tooltip label={says.join(" · ")} events={{ hover: true, focus: true, touch: true }}>
      <button
        type="button"
        aria-label={says.join(", ")}
        className={`${classes.bar} ${classes[span.kind]} ${span.failed ? classes.failed : ""}`}
        data-open={span.to ? undefined : true}
        style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%` }}
      >
        {span.failed && <IconX size={10} aria-hidden />}
      </button>
    </Tooltip>
  );
}

/** How many ended when, and how many attempts failed: instead of ten thousand bars that end together. */
function Strip({ step, window, whole }: { step: StepReport; window: Window; whole: Window }) {
  const t = useTexts(texts);
  const number = useNumber();
  const parts = step.done_over_time.length;
  const length = Math.max(1, whole.to - whole.from);
  const [from, to] = [window.from, window.to].map((at) => ((at - whole.from) / length) * parts) as [
    number,
    number,
  ];
  return (
    <svg
      className={classes.strip}
      viewBox={`${from} 0 ${Math.max(0.01, to - from)} 1`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t.ends(number(step.done), number(step.failed))}
    >
      <path className={classes.ends} d={areaOf(step.done_over_time)} />
      {step.failed > 0 && <path className={classes.failures} d={areaOf(step.failed_over_time)} />}
    </svg>
  );
}

function Numbers({ step }: { step: StepReport }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const number = useNumber();
  const { done, caught, active, stopped, failed, total, took } = step;
  const counts = [
    typeof total === "number" ? t.items(number(done), number(total)) : done > 1 ? `× ${number(done)}` : "",
    caught > 0 ? t.caught(number(caught)) : "",
    active > 0 ? t.active(number(active)) : "",
  ].filter(Boolean);
  const bad = [
    failed > 0 ? t.failedTimes(number(failed)) : "",
    stopped > 0 ? t.stopped(number(stopped)) : "",
  ].filter(Boolean);
  const times = [
    typeof took.p50_ms === "number" && done > 1 ? `${t.half} ${formatDuration(took.p50_ms, language)}` : "",
    typeof took.p95_ms === "number" && done > 1
      ? `${t.nearlyAll} ${formatDuration(took.p95_ms, language)}`
      : formatDuration(took.total_ms, language),
    step.attempts > 0 ? `${t.calling} ${formatDuration(took.calling_ms, language)}` : "",
  ].filter(Boolean);
  return (
    <div className={classes.numbers}>
      <span>
        {counts.join(" · ")}
        {bad.length > 0 && (
          <span className={page.bad}>
            {counts.length > 0 && " · "}
            {bad.join(" · ")}
          </span>
        )}
      </span>
      <span className={page.dim} title={times.join(" · ")}>
        {times.join(" · ")}
      </span>
    </div>
  );
}
