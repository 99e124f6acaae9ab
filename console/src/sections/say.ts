import { useCallback } from "react";
import { type Language, useLanguage } from "~/texts";

/** The text of a declaration: a member, and beside it the same in Ukrainian where the section's file has it. */
export function said(language: Language, thing: object, member: string): string | undefined {
  const texts = thing as Record<string, unknown>;
  const own = language === "uk" ? texts[`${member}_uk`] : undefined;
  const text = own ?? texts[member];
  return typeof text === "string" && text !== "" ? text : undefined;
}

/**
 * Says what sections declare, in the language of the console.
 *
 * ```tsx
 * const say = useSay();
 * say(column)                    // its title
 * say(offer, "reason")           // why not
 * ```
 */
export function useSay(): (thing: object, member?: string) => string {
  const language = useLanguage();
  return useCallback((thing, member = "title") => said(language, thing, member) ?? "", [language]);
}

/** A confirmation as a section's file writes it, apart: its question, and what else it says of what will happen. */
export function questionOf(text: string | null | undefined): { title?: string; body?: string } {
  if (!text) return {};
  const end = text.indexOf("?") + 1;
  if (end === 0) return { body: text };
  const rest = text.slice(end).trim();
  return { title: text.slice(0, end), ...(rest ? { body: rest } : {}) };
}
