import type { RunError } from "~/api";
import type { Language } from "~/texts";
import { withoutPlace, withoutStep } from "./plain";

/** A sentence of the service, and how it is said in Ukrainian; `$1` … are the parts that stay as they are. */
type Phrase = readonly [english: RegExp, ukrainian: string];

/** What happened: the first sentence of an error of a connector. Sources: `src/connectors/`. */
const HAPPENED: readonly Phrase[] = [
  [/^(.+?) answered (\d+) to (\S+?): (.*)$/, "$1 на $3 відповідає $2: $4"],
  [/^(.+?) did not answer (\S+) within (\d+) ms\.?$/, "$1 не відповідає на $2 за $3 мс."],
  [/^(.+?) could not be reached(.*?) for (\S+?): (.*)$/, "$1 недосяжний$2 для $3: $4"],
  [/^(.+?) broke off the connection during (\S+?): (.*)$/, "$1 обриває з'єднання під час $2: $3"],
  [
    /^(.+?) was being asked for (\S+) when the service stopped\.?$/,
    "$1 саме виконував $2, коли служба зупинилася.",
  ],
];

/** What stands on the other side, and what to do next: the sentences after it. */
const FOLLOWS: readonly Phrase[] = [
  [/^Nothing was written\.$/, "Нічого не записано."],
  [
    /^It is not known whether it was done; doing it again does no harm\.$/,
    "Невідомо, чи це виконано; повторити не зашкодить.",
  ],
  [
    /^It is not known whether it was done; the next attempt first asks (.+)\.$/,
    "Невідомо, чи це виконано; наступна спроба спершу запитає $1.",
  ],
  [
    /^It is not known whether it was done\. Look in (.+) and then retry the step or skip it with an output\.$/,
    "Невідомо, чи це виконано. Погляньте в $1, тоді повторіть крок або пропустіть його з результатом.",
  ],
  [/^Check the credentials of the connection\.$/, "Перевірте облікові дані з'єднання."],
  [
    /^The account of the connection lacks a right for it\.$/,
    "Обліковому запису з'єднання бракує на це права.",
  ],
  [
    /^Redirects are not followed: check the connection's base_url\.$/,
    "Переспрямувань не виконуємо: перевірте base_url з'єднання.",
  ],
  [/^Check the auth settings of the connection\.$/, "Перевірте налаштування входу з'єднання."],
  [/^It is tried again in (\d+) ms\.$/, "Наступна спроба за $1 мс."],
  [/^Correct the step's `with`\.$/, "Виправте `with` цього кроку."],
];

/**
 * Why something failed, in the language of the page: a sentence that ends. The service speaks English; what it says about
 * the calls of connectors is said in Ukrainian here, and what other systems or authors of processes wrote stays as it is.
 */
export function errorWords({ message }: Pick<RunError, "message">, language: Language): string {
  // The service says the step first and how often it tried last: the page says both itself. Where in a script stands
  // under Details.
  const text = withoutPlace(withoutStep(message).replace(/ \(attempt \d+ of \d+, none left\)$/, "")).trim();
  const whole = /[.!?…]$/.test(text) ? text : `${text}.`;
  return language === "uk" ? inUkrainian(whole) : whole;
}

function inUkrainian(text: string): string {
  // Sentences are taken from the end: what the other side said stands in the first one and may hold any dots.
  let rest = text;
  const follows: string[] = [];
  for (let found = true; found;) {
    found = false;
    for (const at of ends(rest)) {
      const said = translated(rest.slice(at), FOLLOWS);
      if (said === undefined) continue;
      follows.unshift(said);
      rest = rest.slice(0, at).trimEnd();
      found = true;
      break;
    }
  }
  return [translated(rest, HAPPENED) ?? rest, ...follows].filter(Boolean).join(" ");
}

/** Where the sentences of a text begin, the last one first; the first of them stays. */
function ends(text: string): number[] {
  return [...text.matchAll(/[.!?] (?=\S)/g)].map(({ index }) => index + 2).reverse();
}

function translated(sentence: string, phrases: readonly Phrase[]): string | undefined {
  const phrase = phrases.find(([english]) => english.test(sentence));
  return phrase && sentence.replace(phrase[0], phrase[1]);
}
