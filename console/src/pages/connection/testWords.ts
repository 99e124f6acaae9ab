import type { ConnectionTest } from "~/api";
import { type Language } from "~/texts";
import { type Finding, type Remedy, texts } from "./testTexts";

type Step = ConnectionTest["steps"][number];
type Say<T> = (thing: T, title: string) => string;

/**
 * What a stage of a test saw and what to do, in a language. `exact` is what the machine or the other side said, as they
 * said it; what has no words here (a service newer than this page) is said as the service does.
 */
export function wordsOf(
  { finding, remedy, detail, advice }: Step,
  title: string,
  language: Language,
): { said: string; todo?: string; exact?: string } {
  const t = texts[language];
  const seen = finding && (t.finding[finding.code] as Say<Finding> | undefined);
  const exact = exactly(finding);
  const said = { said: seen ? seen(finding, title) : detail, ...(seen && exact ? { exact } : {}) };
  if (!advice) return said;
  const known = remedy
    ? (t.remedy[remedy.code] as Say<Remedy> | undefined)?.(remedy, title)
    : finding?.code === "failed"
      ? t.advice[finding.error]
      : undefined;
  return { ...said, todo: known?.trim() || advice };
}

function exactly(finding: Finding | null | undefined): string | undefined {
  if (!finding) return undefined;
  if ("message" in finding) return finding.message;
  return "reason" in finding ? finding.reason : undefined;
}
