import type { CDPSession, Page } from "playwright-core";
import { describe, it } from "vitest";
import { startRun } from "../support/api";
import { open, useBrowser } from "../support/browser";

/**
 * `npm run figures -- stream.ts`: what a page costs that is left open on a run that goes on. Prints a table;
 * docs/benchmarks.md keeps it. `FIGURES_MINUTES`: how long; `FIGURES_TABS`: which tabs, a page each.
 */
const MINUTES = Number(process.env.FIGURES_MINUTES ?? 30);
const TABS = (process.env.FIGURES_TABS ?? "diagram,timeline,journal").split(",");
/** What `Stream` takes in a second. */
const ITEMS_A_SECOND = 4;
const EVERY_MS = 30_000;

type Watched = { tab: string; page: Page; session: CDPSession };
type Cost = { heap: number; nodes: number; listeners: number };

/** What is left after everything nobody holds was thrown away. */
async function cost({ session }: Watched): Promise<Cost> {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
  return { heap: usedSize, nodes, listeners: jsEventListeners };
}

const megabytes = (bytes: number) => (bytes / 1_000_000).toFixed(1);

describe("figures", () => {
  useBrowser();

  it(`of a run watched for ${MINUTES} minutes`, { timeout: (MINUTES + 5) * 60_000 }, async () => {
    // Some more than the time takes: the run must not end while it is watched.
    const count = Math.ceil((MINUTES + 2) * 60 * ITEMS_A_SECOND);
    const { id } = await startRun("Stream", { items: Array.from({ length: count }, (_, index) => index) });
    const pages: Watched[] = [];
    for (const tab of TABS) {
      const page = await open(`/runs/${id}?tab=${tab}`);
      const session = await page.context().newCDPSession(page);
      await session.send("HeapProfiler.enable");
      await page.getByText("Live", { exact: true }).waitFor();
      pages.push({ tab, page, session });
    }
    const head = TABS.map((tab) => `${tab}: heap | nodes | listeners`);
    const table = [
      `| minute | facts | ${head.join(" | ")} |`,
      `|---|---|${TABS.map(() => "---|---|---|").join("")}`,
    ];
    const began = Date.now();
    for (let turn = 0; turn * EVERY_MS <= MINUTES * 60_000; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, began + turn * EVERY_MS - Date.now()));
      const cells: string[] = [];
      for (const watched of pages) {
        const { heap, nodes, listeners } = await cost(watched);
        cells.push(`${megabytes(heap)} MB | ${nodes} | ${listeners}`);
      }
      const facts = await pages[0]?.page
        .locator("dl")
        .getByText("Facts")
        .locator("xpath=../dd")
        .textContent();
      const row = `| ${(turn * EVERY_MS) / 60_000} | ${facts} | ${cells.join(" | ")} |`;
      table.push(row);
      // Half an hour is long: each row is told when it is there.
      process.stderr.write(`${row}\n`);
    }
    console.log(table.join("\n"));
  });
});
