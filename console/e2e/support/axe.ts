import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Nothing serious stands between this page and people with a screen reader, a keyboard or tired eyes. */
export async function expectAccessible(page: Page): Promise<void> {
  // A colour on its way from one scheme to the other is none of either.
  await page.waitForFunction(() => !document.getAnimations().some((each) => each instanceof CSSTransition));
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join("; ")}`,
      );
  });
  expect(found).toEqual([]);
}
