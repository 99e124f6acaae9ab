import type { Fact } from "~/api";
import { errorWords } from "~/runs/errorWords";
import { person } from "~/runs/sentence";
import { type Language, useLanguage } from "~/texts";
import { texts } from "./texts";

type Payload = {
  by?: string;
  reason?: string;
  attempt?: number;
  timer?: "backoff" | "timeout" | "wait";
  to?: string;
  started_by?: string;
  business_key?: string;
  variables?: Record<string, unknown>;
  error?: { code?: string; message?: string };
};

type Words = (typeof texts)["en"];

/** A fact as a sentence; what it does not carry along (large payloads) is left out. */
export function factWords({ kind, step = "", payload }: Fact, language: Language): string {
  const t: Words = texts[language];
  const at = step ?? "";
  const {
    by: whoever = "?",
    attempt,
    timer,
    to = "?",
    variables,
    error,
    reason,
    ...rest
  } = (payload ?? {}) as Payload;
  const by = person(whoever);
  const why = reason ? ` ${t.because(reason)}` : "";
  switch (kind) {
    case "started":
      return t.started(person(rest.started_by ?? "?"));
    case "effect_succeeded":
      return t.succeeded(at, attempt ?? 1);
    case "effect_failed":
      return t.failed(
        at,
        attempt ?? 1,
        error?.message ? errorWords({ message: error.message }, language) : (error?.code ?? ""),
      );
    case "timer_fired":
      return timer === "backoff" ? t.nextAttempt(at) : timer === "timeout" ? t.timeout(at) : t.timeCame(at);
    case "retried":
      return t.retried(at, by);
    case "skipped":
      return t.skipped(at, by) + why;
    case "variables_edited":
      return t.edited(Object.keys(variables ?? {}).join(", "), by) + why;
    case "token_moved":
      return t.moved(at, to, by) + why;
    case "suspended":
      return t.paused(by) + why;
    case "resumed":
      return t.resumed(by);
    case "cancelled":
      return t.cancelled(by) + why;
  }
}

/** {@link factWords} in the language of the page. */
export function useFactWords(): (fact: Fact) => string {
  const language = useLanguage();
  return (fact) => factWords(fact, language);
}
