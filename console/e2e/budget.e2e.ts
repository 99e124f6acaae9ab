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
    expect(size).toBeGreaterThan(50_000);
    expect(size).toBeLessThanOrEqual(BUDGET);
    expect(
      scripts.filter(({ name }) => /SchemaForm|Palette|bpmn|codemirror|\/(?!Icon)[^/]*chart/i.test(name)),
    ).toEqual([]);
  });
});
