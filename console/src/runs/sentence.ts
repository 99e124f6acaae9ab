import type { Progress, Run } from "~/api";
import { formatClock, formatDuration, formatSeconds, formatTime } from "~/components/time/format";
import { formatNumber, type Language } from "~/texts";
import { errorWords } from "./errorWords";
import { causeOf, incidentsOf } from "./incidents";
import { texts } from "./texts";

type Here = { language: Language; now: number; zone: string };

/** What the run itself does not tell, where somebody has asked for it. */
export type Known = {
  /** How often a call was tried in vain, since when, and why. */
  tries?: { count: number; since: string; code: string; message: string } | undefined;
  /** Who paused or cancelled it, and why. */
  act?: { by: string; at: string; reason?: string | undefined } | undefined;
};

/** What is true of the run: what, why, what stands, what next. What its page opens with. */
export function sentence(run: Run, here: Here, known: Known = {}): string {
  const t = texts[here.language];
  const took = formatDuration(
    Date.parse(run.ended_at ?? run.updated_at) - Date.parse(run.started_at ?? run.created_at),
    here.language,
  );
  const error = () => errorWords({ message: run.error?.message ?? run.last_error ?? "" }, here.language);
  switch (run.status) {
    case "created":
      return t.queued;
    case "incident":
      return stopped(run, here, known);
    case "running":
      return running(run, here, known);
    case "waiting": {
      const timer = nextTimer(run);
      if (!timer) return t.waiting;
      const whole = run.progress?.[0];
      // A loop whose items all rest for a moment: how far it is says more than when one of them goes on.
      if (whole) return running(run, here);
      const step = quoted(timer.step, here.language);
      return t.waitingUntil(step, momentText(timer.until, here), timeUntil(timer.until, here));
    }
    case "suspended": {
      const { act } = known;
      const who = act && t.pausedBy(person(act.by), momentText(act.at, here));
      return [who ?? t.suspended, act?.reason && t.because(act.reason), standing(run, here), t.goesOn]
        .filter(Boolean)
        .join(" ");
    }
    case "completed":
      return t.completed(took);
    case "failed": {
      const step = run.error_step ? quoted(run.error_step, here.language) : undefined;
      return `${t.failed(step, error())} ${t.failedStays}`;
    }
    case "cancelled": {
      const { act } = known;
      return [
        act ? t.cancelledBy(person(act.by), took) : t.cancelledAfter(took),
        act?.reason && t.because(act.reason),
        t.cancelledStays,
      ]
        .filter(Boolean)
        .join(" ");
    }
    case "compensated":
      return t.compensated;
  }
}

/** Where it stopped and why, how often it was tried, what else stands, and what helps. */
function stopped(run: Run, here: Here, { tries }: Known): string {
  const t = texts[here.language];
  const number = (n: number) => formatNumber(here.language, n);
  const incidents = incidentsOf(run);
  const first = incidents[0];
  const told = first?.error ?? { message: run.error?.message ?? run.last_error ?? "" };
  const why = errorWords(told, here.language);
  if (!first) return t.stopped(run.error_step ? quoted(run.error_step, here.language) : "", "", why);
  const alike = incidents.filter((each) => causeOf(each) === causeOf(first));
  const around = (run.progress ?? []).findLast(({ step }) => first.step.startsWith(`${step}/`));
  const item =
    alike.length > 1
      ? t.itemsStopped(alike.length)
      : typeof first.item === "number"
        ? t.item(number(first.item + 1), around && number(around.total))
        : "";
  const others = incidents.length - alike.length;
  const causes = new Set(incidents.map(causeOf)).size - 1;
  const tried =
    tries && tries.count > 1 && tries.code === first.error.code && incidents.length === 1
      ? t.tried(tries.count, formatDuration(Date.parse(first.since) - Date.parse(tries.since), here.language))
      : "";
  return [
    t.stopped(quoted(first.step, here.language), item, why),
    tried,
    others > 0 ? t.moreStopped(others, causes) : "",
    around ? stands(around, incidents.length, here.language) : "",
    // An error nobody knows the outcome of says itself what to do.
    first.error.class === "transient" ? t.mayPass : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** What of a loop is done, goes on and was not begun. */
function stands({ total, done, active }: Progress, stopped: number, language: Language): string {
  const t = texts[language];
  const number = (n: number) => formatNumber(language, n);
  const going = Math.max(0, active - stopped);
  const untouched = Math.max(0, total - done - active);
  const parts = [
    t.partDone(number(done)),
    going > 0 ? t.partGoing(number(going)) : "",
    untouched > 0 ? t.partUntouched(number(untouched)) : "",
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

function running(run: Run, here: Here, { tries }: Known = {}): string {
  const t = texts[here.language];
  const number = (n: number) => formatNumber(here.language, n);
  const again = trying(run);
  const before = again && tries ? t.before(errorWords(tries, here.language)) : "";
  const whole = run.progress?.[0];
  if (whole) {
    const far = t.progress(
      number(whole.done),
      number(whole.total),
      quoted(whole.step, here.language),
      whole.active,
    );
    const caught = whole.caught > 0 ? t.someCaught(number(whole.caught)) : "";
    return [far, caught, again && t.oneAgain, before].filter(Boolean).join(" ");
  }
  if (again) {
    const step = quoted(again.step, here.language);
    const text = again.next_attempt_at
      ? t.failedAt(step, again.attempt, again.attempts, timeUntil(again.next_attempt_at, here))
      : t.tryingAgain(step, again.attempt, again.attempts);
    return [text, before].filter(Boolean).join(" ");
  }
  return standing(run, here) || t.running;
}

/** The steps where it stands now. */
function standing(run: Run, here: Here): string {
  const inside = (run.tokens ?? []).filter(({ doing }) => doing !== "sub_process" && doing !== "for_each");
  const steps = [...new Set(inside.map(({ step }) => quoted(step, here.language)))];
  return steps.length > 0
    ? texts[here.language].runningAt(steps.slice(0, 3).join(", "), steps.length - 3)
    : "";
}

/** A call that failed before: its next attempt is under way, or waited for. */
export function trying(run: Pick<Run, "tokens">) {
  const calls = (run.tokens ?? []).flatMap((token) => (token.doing === "call" ? [token] : []));
  return calls.find((call) => call.attempt > 1 || call.next_attempt_at);
}

/** The timer that comes first. */
function nextTimer(run: Pick<Run, "tokens">) {
  const timers = (run.tokens ?? []).flatMap((token) => (token.doing === "wait" ? [token] : []));
  return timers.sort((a, b) => Date.parse(a.until) - Date.parse(b.until))[0];
}

/** How long it is until then; nothing where that has passed. */
function timeUntil(at: string, { now, language }: Here): string | undefined {
  const left = Date.parse(at) - now;
  return left > 0 ? formatSeconds(left, language) : undefined;
}

/** A moment in the middle of a sentence: without the seconds where those say nothing. */
function momentText(at: string, { now, zone, language }: Here): string {
  const moment = new Date(at);
  const text = formatTime(moment, new Date(now), zone, language);
  return /^\d\d:\d\d:00$/.test(text) ? formatClock(moment, zone, language) : text;
}

function quoted(step: string, language: Language): string {
  return language === "uk" ? `«${step}»` : `“${step}”`;
}

/** A person by the name they sign in with; programs and schedules keep the word of what they are. */
export function person(by: string): string {
  return by.replace(/^user:/, "");
}

/** What completes the word of the status: attempts, the next one, until when. */
export function reason(
  run: Pick<Run, "status" | "tokens"> & { progress?: Progress[] },
  here: Here,
): string | undefined {
  const t = texts[here.language];
  if (run.status === "waiting") {
    // Of a loop, one item's moment would change at every look.
    if (run.progress?.length) return undefined;
    const timer = nextTimer(run);
    return timer && t.until(momentText(timer.until, here));
  }
  if (run.status !== "running") return undefined;
  const again = trying(run);
  if (!again) return undefined;
  const attempt = t.attempt(again.attempt, again.attempts);
  const left = again.next_attempt_at && timeUntil(again.next_attempt_at, here);
  return left ? `${attempt}, ${t.next(left)}` : attempt;
}
