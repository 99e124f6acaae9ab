import type { BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";

/** What a person spent: presses of the mouse's button, and keys (a key held with others is one). */
export type Spent = { clicks: number; keys: number };

/**
 * Counts what reaches the page, whoever moved the mouse: a click that was a key's doing is none. It stands in the tab's
 * storage, so a page that is loaded in between loses nothing.
 */
export async function countSpent(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const count = (name: string) => {
      const key = `spent-${name}`;
      sessionStorage.setItem(key, String(Number(sessionStorage.getItem(key)) + 1));
    };
    document.addEventListener(
      "click",
      (event) => event.isTrusted && event.detail > 0 && count("clicks"),
      true,
    );
    document.addEventListener(
      "keydown",
      (event) => event.isTrusted && !/^(Shift|Control|Alt|Meta)/.test(event.code) && count("keys"),
      true,
    );
  });
}

/** What was spent in this tab so far. */
export function spent(page: Page): Promise<Spent> {
  return page.evaluate(() => ({
    clicks: Number(sessionStorage.getItem("spent-clicks")),
    keys: Number(sessionStorage.getItem("spent-keys")),
  }));
}

/** Does something and fails where it took more clicks than `budget`; answers what it took. */
export async function within(page: Page, budget: number, flow: () => Promise<unknown>): Promise<Spent> {
  const before = await spent(page);
  await flow();
  const after = await spent(page);
  const took = { clicks: after.clicks - before.clicks, keys: after.keys - before.keys };
  expect(took.clicks, "clicks of the mouse").toBeLessThanOrEqual(budget);
  return took;
}
