import type { Page } from "playwright-core";
import { describe, it } from "vitest";
import { startRun } from "../support/api";
import { open, useBrowser } from "../support/browser";

/** `npm run figures`: what a run of ten thousand items costs the browser. Prints a table; docs/benchmarks.md keeps it. */
const ITEMS = Number(process.env.FIGURES_ITEMS ?? 10_000);
const TABS = ["diagram", "steps", "timeline", "journal", "variables", "calls"] as const;
const TURNS = 40;

type Watched = { tasks: number[] };

/** Tasks of more than 50 ms since the page was loaded, as the browser counts them. */
async function watchTasks(page: Page) {
  await page.addInitScript(() => {
    const watched = window as unknown as Watched;
    watched.tasks = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) watched.tasks.push(entry.duration);
    }).observe({ type: "longtask", buffered: true });
  });
}

const forget = (page: Page) => page.evaluate(() => void ((window as unknown as Watched).tasks = []));

async function figures(page: Page, what: string): Promise<string> {
  const { tasks, nodes } = await page.evaluate(() => ({
    tasks: (window as unknown as Watched).tasks,
    nodes: document.querySelectorAll("*").length,
  }));
  const longest = Math.round(Math.max(0, ...tasks));
  const over = tasks.filter((task) => task > 100).length;
  return `| ${what} | ${longest} ms | ${over} | ${nodes.toLocaleString("en")} |`;
}

/** Scrolls what a tab has to scroll, and the page where it has nothing. */
async function scroll(page: Page) {
  for (let turn = 0; turn < TURNS; turn += 1) {
    await page.evaluate(() => {
      const list =
        document.querySelector("[role=tabpanel] [role=list][tabindex]") ?? document.scrollingElement;
      list?.scrollBy(0, 400);
    });
    await page.waitForTimeout(50);
  }
}

describe("figures", () => {
  useBrowser();

  it(`of a run with ${ITEMS} items`, { timeout: 600_000 }, async () => {
    const items = Array.from({ length: ITEMS }, (_, index) => index);
    const { id } = await startRun("Many", { items }, "figures");
    const rows = ["| what is done | longest task | tasks over 100 ms | nodes |", "|---|---|---|---|"];
    const live = await open("/runs");
    await watchTasks(live);
    await live.goto(`/runs/${id}?tab=timeline`);
    await live.locator("[role=listitem]").first().waitFor();
    await forget(live);
    await live.locator("header [data-status=completed]").waitFor({ timeout: 300_000 });
    rows.push(await figures(live, "timeline, live until the end"));
    for (const tab of TABS) {
      const page = await open("/runs");
      await watchTasks(page);
      await page.goto(`/runs/${id}?tab=${tab}`);
      await page.locator("[role=tabpanel]:visible").waitFor();
      await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
      rows.push(await figures(page, `${tab}, opened`));
      await forget(page);
      await scroll(page);
      rows.push(await figures(page, `${tab}, scrolled`));
      await page.context().close();
    }
    const past = await open("/runs");
    await watchTasks(past);
    await past.goto(`/runs/${id}?at=2`);
    await past.getByText("Back to now").waitFor();
    await forget(past);
    const slider = past.getByRole("slider", { name: "Moment of the run" });
    await slider.focus();
    for (let turn = 0; turn < TURNS; turn += 1) {
      await past.keyboard.press(turn % 4 === 0 ? "PageUp" : "ArrowRight");
      await past.waitForTimeout(100);
    }
    rows.push(await figures(past, "slider, by the keyboard"));
    console.log(rows.join("\n"));
  });
});
