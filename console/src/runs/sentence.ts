import type { Run } from "~/api";
import { formatDuration, formatSeconds, formatTime } from "~/components/time/format";
import { formatNumber, type Language } from "~/texts";
import { texts } from "./texts";

type Here = { language: Language; now: number; zone: string };

/** What is true of the run, in one or two sentences: what its page opens with. */
export function sentence(run: Run, here: Here): string {
  const t = texts[here.language];
  const number = (n: number) => formatNumber(here.language, n);
  const time = (at: string) => formatTime(new Date(at), new Date(here.now), here.zone, here.language);
  const took = formatDuration(
    Date.parse(run.ended_at ?? run.updated_at) - Date.parse(run.started_at ?? run.created_at),
    here.language,
  );
  switch (run.status) {
    case "created":
      return t.queued;
    case "incident": {
      const stopped = (run.tokens ?? []).filter((token) => token.doing === "incident");
      const first = stopped[0];
      const why = run.error?.message ?? run.last_error ?? "";
      if (first?.doing !== "incident") return t.stopped("?", "", why);
      const item = first.item === undefined || first.item === null ? "" : t.item(number(first.item + 1));
      const rest = stopped.length > 1 ? ` ${t.more(stopped.length - 1)}` : "";
      return `${t.stopped(quoted(first.step), item, bare(first.error.message))}${rest}`;
    }
    case "running": {
      const whole = run.progress?.[0];
      if (whole) return t.progress(number(whole.done), number(whole.total), quoted(whole.step), whole.active);
      const steps = [...new Set((run.tokens ?? []).map((token) => quoted(token.step)))];
      return steps.length > 0 ? t.runningAt(steps.slice(0, 3).join(", ")) : t.running;
    }
    case "waiting": {
      const timer = (run.tokens ?? []).find((token) => token.doing === "wait");
      return timer?.doing === "wait" ? t.waitingUntil(quoted(timer.step), time(timer.until)) : t.waiting;
    }
    case "suspended":
      return t.suspended;
    case "completed":
      return t.completed(took);
    case "failed":
      return t.failed(run.error?.message ?? run.last_error ?? "");
    case "cancelled":
      return t.cancelledAfter(took);
    case "compensated":
      return t.compensated;
  }
}

/** The engine says the step first, and so does the sentence. */
function bare(message: string): string {
  const text = message.replace(/^step `[^`]+`: /, "");
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function quoted(step: string): string {
  return `“${step}”`;
}

/** What completes the word of the status: attempts, the next one, until when. */
export function reason(run: Pick<Run, "status" | "tokens">, here: Here): string | undefined {
  const t = texts[here.language];
  if (run.status === "waiting") {
    const timer = (run.tokens ?? []).find((token) => token.doing === "wait");
    if (timer?.doing !== "wait") return undefined;
    return t.until(formatTime(new Date(timer.until), new Date(here.now), here.zone, here.language));
  }
  if (run.status !== "running") return undefined;
  const trying = (run.tokens ?? []).find((token) => token.doing === "call" && token.attempt > 1);
  if (trying?.doing !== "call") return undefined;
  const attempt = t.attempt(trying.attempt, trying.attempts);
  const left = trying.next_attempt_at ? Date.parse(trying.next_attempt_at) - here.now : 0;
  return left > 0 ? `${attempt}, ${t.next(formatSeconds(left, here.language))}` : attempt;
}
