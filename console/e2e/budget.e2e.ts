import { describe, expect, it } from "vitest";
import { startRun } from "./support/api";
import { open, useBrowser } from "./support/browser";

/** Compressed script of the first page, in bytes. What is over it is loaded when it is needed. */
const BUDGET = 250_000;

describe("the first page", () => {
  useBrowser();

  it("needs little script, and none of what it does not show", async () => {
    await startRun("Order", { order: "B-1" });
    // Home, whole: with its plot.
    const page = await open("/");
    await page.locator("[data-bar]").first().waitFor();
    await page.getByRole("region", { name: "Next by the clock" }).waitFor();
    const scripts = await page.evaluate(() =>
      (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
        .filter(({ name }) => name.endsWith(".js"))
        .map(({ name, encodedBodySize }) => ({ name, size: encodedBodySize })),
    );
    const size = scripts.reduce((sum, script) => sum + script.size, 0);
    console.log(`first page: ${(size / 1000).toFixed(0)} KB of compressed script in ${scripts.length} files`);
    // Each file more is a question more, and a browser asks six at a time.
    expect(scripts.length).toBeLessThanOrEqual(6);
    expect(size).toBeGreaterThan(50_000);
    expect(size).toBeLessThanOrEqual(BUDGET);
    expect(
      scripts.filter(({ name }) => /SchemaForm|Palette|bpmn|codemirror|\/(?!Icon)[^/]*chart/i.test(name)),
    ).toEqual([]);
  });

  it("asks who is signed in once, and for the files of its page at once", async () => {
    const page = await open("/runs");
    await page.getByRole("heading", { name: "Runs" }).waitFor();
    const [asked, early] = await page.evaluate(() => [
      performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/api/v1/session")).length,
      [...document.head.querySelectorAll<HTMLLinkElement>("link[rel=modulepreload]")].map(({ href }) => href),
    ]);
    expect(asked).toBe(1);
    expect(early.some((href) => /\/RunsPage-/.test(href))).toBe(true);
    // What stood for the page is gone.
    expect(await page.locator("#frame").count()).toBe(0);
  });
});
