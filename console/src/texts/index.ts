import { useCallback } from "react";
import { usePreference } from "~/preferences";
import { formatNumber, LANGUAGES, type Language } from "./define";

export { defineTexts, english, formatNumber, LANGUAGES, ukrainian, type Language } from "./define";

/** The language this browser would get without a choice. */
export function browserLanguage(): Language {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  return LANGUAGES.find((language) => wanted.includes(language)) ?? LANGUAGES[0];
}

/** The language of the console now. */
export function useLanguage(): Language {
  const [chosen] = usePreference("language");
  return chosen ?? browserLanguage();
}

/** The words of `texts` in the language of now. */
export function useTexts<T>(texts: Readonly<Record<Language, T>>): T {
  return texts[useLanguage()];
}

/** Writes numbers as people of this language do. */
export function useNumber(): (n: number) => string {
  const language = useLanguage();
  return useCallback((n: number) => formatNumber(language, n), [language]);
}
