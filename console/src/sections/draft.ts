/**
 * What a person wrote into a form and did not send: kept in this tab through reload, Back and a look at another page,
 * and gone with the tab. A draft is its writer's; whoever signs in next in the same tab does not see it.
 */

export type Draft = {
  written: Record<string, unknown>;
  chosen: Record<string, unknown>;
  /** The run it was sent with: it is a draft again only where that run is looked at, and did not go through. */
  run?: string | undefined;
};

/** Nothing is written. */
export const NO_DRAFT: Draft = { written: {}, chosen: {} };
const PREFIX = "throughline draft";

/** The name of a draft: of a record's form, or of a new record's. */
export function draftName(who: string, section: string, record: string | undefined): string {
  return [PREFIX, who, section, record ?? ""].join("\n");
}

export function readDraft(name: string): Draft {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(name) ?? "null");
    if (typeof kept !== "object" || kept === null) return NO_DRAFT;
    return { ...NO_DRAFT, ...kept };
  } catch {
    // No storage, or somebody else's text: there is no draft.
    return NO_DRAFT;
  }
}

/** Keeps it; one in which nothing is written is forgotten. */
export function keepDraft(name: string, draft: Draft): void {
  try {
    if (Object.keys(draft.written).length === 0) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(draft));
  } catch {
    // It lives as long as the page.
  }
}
