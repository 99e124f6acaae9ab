import type { CDPSession, Page } from "playwright-core";
import { describe, it } from "vitest";
import { records, startRun } from "../support/api";
import { open, useBrowser } from "../support/browser";

/** Lighthouse's "slow 4G": 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const SLOW_4G = { latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750, offline: false };
const CPU_SLOWER = 4;
const TIMES = 3;

type Seen = { fcp: number; lcp: number; tbt: number; interactive: number; script: number; all: number };

/** What an entry page costs somebody with a slow laptop and a slow line, from an empty cache. */
async function measure(at: string, ready: string): Promise<Seen> {
  const page = await open("about:blank");
  const session = await page.context().newCDPSession(page);
  await slow(session);
  await page.addInitScript(() => {
    const seen = { lcp: 0, long: [] as [number, number][] };
    (window as unknown as { seen: typeof seen }).seen = seen;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.lcp = Math.max(seen.lcp, entry.startTime);
    }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.long.push([entry.startTime, entry.duration]);
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(at, { timeout: 60_000 });
  await page.locator(ready).first().waitFor({ timeout: 60_000 });
  // Five quiet seconds after the last long task say that it was the last.
  await page.waitForFunction(
    () => {
      const { long } = (window as unknown as { seen: { long: [number, number][] } }).seen;
      const [start, duration] = long.at(-1) ?? [0, 0];
      return performance.now() - (start + duration) > 5000;
    },
    undefined,
    { timeout: 60_000 },
  );
  const seen = await page.evaluate(() => {
    const { lcp, long } = (window as unknown as { seen: { lcp: number; long: [number, number][] } }).seen;
    const fcp = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    const files = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const size = (of: PerformanceResourceTiming[]) => of.reduce((sum, file) => sum + file.encodedBodySize, 0);
    const after = long.filter(([start, duration]) => start + duration > fcp);
    return {
      fcp,
      lcp,
      interactive: Math.max(fcp, ...after.map(([start, duration]) => start + duration)),
      tbt: after.reduce((sum, [, duration]) => sum + Math.max(0, duration - 50), 0),
      script: size(files.filter(({ name }) => name.endsWith(".js"))),
      all: size(files),
    };
  });
  await page.context().close();
  return seen;
}

async function slow(session: CDPSession) {
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", SLOW_4G);
  await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWER });
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Scripts that come when a page is opened after the first one. */
async function later(page: Page, at: string, ready: string): Promise<number> {
  const known = await page.evaluate(() => performance.getEntriesByType("resource").length);
  await page.evaluate((to) => {
    history.pushState({}, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
  }, at);
  await page.locator(ready).first().waitFor({ timeout: 30_000 });
  return page.evaluate(
    (from) =>
      (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
        .slice(from)
        .filter(({ name }) => name.endsWith(".js"))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    known,
  );
}

const kb = (bytes: number) => `${(bytes / 1000).toFixed(0)} KB`;
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

describe("figures of the first page", () => {
  useBrowser();

  it(`on a CPU ${CPU_SLOWER} times slower and slow 4G`, { timeout: 600_000 }, async () => {
    for (let order = 1; order <= 30; order += 1) await startRun("Order", { order: `figure ${order}` });
    const entries = [
      ["Home", "/", "[data-tile]"],
      ["`/runs`", "/runs", "[data-row]"],
      ["`/start/Order`", "/start/Order", "form input"],
      ["`/s/webitel_users`", "/s/webitel_users", "[data-row]"],
    ] as const;
    const table = [
      "| first page | script | with styles, fonts, data | first paint | largest paint | interactive | blocked |",
      "|---|---|---|---|---|---|---|",
    ];
    for (const [name, at, ready] of entries) {
      const seen: Seen[] = [];
      for (let time = 0; time < TIMES; time += 1) seen.push(await measure(at, ready));
      const of = (key: keyof Seen) => median(seen.map((each) => each[key]));
      table.push(
        `| ${name} | ${kb(of("script"))} | ${kb(of("all"))} | ${seconds(of("fcp"))} | ${seconds(of("lcp"))} | ${seconds(of("interactive"))} | ${of("tbt").toFixed(0)} ms |`,
      );
    }
    console.log(table.join("\n"));
  });

  it("scripts that come later", { timeout: 120_000 }, async () => {
    const run = (await startRun("Order", { order: "figure" })).id;
    const record = (await records("webitel_users", "limit=1"))[0]?.id;
    const pages = [
      ["a form", "/start/Order", "form input"],
      ["a run with its diagram", `/runs/${run}`, "[data-element-id=check]"],
      ["a section", "/s/webitel_users", "[data-row]"],
      ["a record", `/s/webitel_users/${record}`, "form input"],
      ["schedules", "/schedules", "h1"],
      ["a definition", "/definitions/Order/1", "[data-element-id=check], .cm-content"],
      ["deploy", "/definitions/deploy?from=Order", ".cm-editor, textarea"],
      ["access", "/access", "table"],
    ] as const;
    const table = ["| opened after the first page | script besides |", "|---|---|"];
    for (const [name, at, ready] of pages) {
      const page = await open("/runs");
      await page.locator("h1").waitFor();
      table.push(`| ${name} | ${kb(await later(page, at, ready))} |`);
      await page.context().close();
    }
    console.log(table.join("\n"));
  });
});
