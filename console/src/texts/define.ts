/**
 * Texts in two languages, typed: what English has and Ukrainian lacks (or the other way round) does not compile.
 *
 * Every page and component keeps its words beside it, in `texts.ts`:
 *
 * ```ts
 * export const texts = defineTexts(
 *   { title: "Runs", found: (n: number) => english(n, "run", "runs") },
 *   { title: "Запуски", found: (n) => ukrainian(n, "запуск", "запуски", "запусків") },
 * );
 * // in the component
 * const t = useTexts(texts);
 * return <h1>{t.title}: {t.found(5)}</h1>;
 * ```
 */

/** The languages of the console; the first is what a browser with neither gets. */
export const LANGUAGES = ["en", "uk"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text, a text with something in it, or a group of them. */
// `never[]` as parameters: every function that returns a text fits.
type Text = string | ((...values: never[]) => string) | { readonly [name: string]: Text };

/** The same names with the same parameters. */
type Same<T> = T extends string
  ? string
  : T extends (...values: infer V) => string
    ? (...values: V) => string
    : { readonly [K in keyof T]: Same<T[K]> };

export type Texts<T> = Readonly<Record<Language, Same<T>>>;

/** The words of a page or component. */
export function defineTexts<const T extends { readonly [name: string]: Text }>(en: T, uk: Same<T>): Texts<T> {
  return { en: en as unknown as Same<T>, uk };
}

const rules = { en: new Intl.PluralRules("en"), uk: new Intl.PluralRules("uk") };
const numbers = { en: new Intl.NumberFormat("en"), uk: new Intl.NumberFormat("uk") };

/** `1 run`, `2 runs`, `1,000 runs`. */
export function english(n: number, one: string, other: string): string {
  return `${numbers.en.format(n)} ${rules.en.select(n) === "one" ? one : other}`;
}

/** `1 запуск`, `2 запуски`, `5 запусків`, `1 000 запусків`. */
export function ukrainian(n: number, one: string, few: string, many: string): string {
  const rule = rules.uk.select(n);
  const word = rule === "one" ? one : rule === "few" ? few : many;
  return `${numbers.uk.format(n)} ${word}`;
}

/** A number with its thousands apart. */
export function formatNumber(language: Language, n: number): string {
  return numbers[language].format(n);
}
