import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { describe, it } from "vitest";
import { actOnMany, makeSchedule, records, startRun, twoVersions } from "./support/api";
import { open, useBrowser } from "./support/browser";

/** `make screenshots`: every page, light and dark, into docs/images/. A new page is a line here. */
const FOLDER = process.env.SCREENSHOTS_DIR ?? path.resolve(import.meta.dirname, "../../docs/images");

/** A part of the names of those to take; all where nothing is said. */
const ONLY = process.env.SCREENSHOTS_ONLY ?? "";

/** Its first run goes on for long, so all later times are skipped. */
const OFTEN = { cron: "*/2 * * * * *", timezone: "America/New_York" };

type Shot = { name: string; anonymous?: boolean; show: () => Promise<{ at: string; ready: string }> };

const SHOTS: Shot[] = [
  { name: "sign-in", anonymous: true, show: async () => ({ at: "/runs", ready: "button[type=submit]" }) },
  { name: "home", show: async () => ({ at: "/", ready: "[data-bar]" }) },
  { name: "runs", show: async () => ({ at: "/runs", ready: "[data-row]" }) },
  {
    name: "run-done",
    show: async () => ({
      at: `/runs/${(await startRun("GetWebitelUsers", {}, "nightly")).id}`,
      ready: "[data-status=completed]",
    }),
  },
  {
    name: "run-incident",
    show: async () => ({
      at: `/runs/${(await startRun("Stuck", {}, "A-17")).id}`,
      ready: "[data-status=incident]",
    }),
  },
  {
    name: "run-journal",
    show: async () => ({
      at: `/runs/${(await startRun("GetWebitelUsers", {}, "nightly")).id}?tab=journal`,
      ready: "[role=listitem]",
    }),
  },
  {
    name: "run-variables",
    show: async () => ({
      at: `/runs/${(await startRun("LongWait")).id}?tab=variables`,
      ready: "text=9007199254740993",
    }),
  },
  {
    name: "bulk",
    show: async () => {
      for (let order = 1; order <= 4; order += 1) await startRun("Jammed", {}, `L-${2040 + order}`);
      const { id } = await actOnMany("retry", { process: "Jammed", status: "incident" });
      return { at: `/bulk/${id}`, ready: "text=failed again." };
    },
  },
  {
    name: "run-timeline",
    show: async () => ({
      at: `/runs/${(await startRun("GetWebitelUsers", {}, "nightly")).id}?tab=timeline`,
      ready: "[role=listitem] button",
    }),
  },
  {
    name: "run-heat",
    show: async () => ({
      at: `/runs/${(await startRun("GetWebitelUsers", {}, "nightly")).id}?heat=sum`,
      ready: ".djs-shape.run-heat-5",
    }),
  },
  {
    name: "run-past",
    show: async () => ({
      at: `/runs/${(await startRun("GetWebitelUsers", {}, "nightly")).id}?at=90`,
      ready: "text=Back to now",
    }),
  },
  {
    name: "run-variable-history",
    show: async () => ({
      at: `/runs/${(await startRun("LongWait")).id}?tab=variables&name=big`,
      ready: "text=Its first value",
    }),
  },
  { name: "start", show: async () => ({ at: "/start/GetWebitelUsers", ready: "form button[type=submit]" }) },
  {
    name: "section",
    show: async () => ({
      at: `/s/webitel_users?act=GetWebitelUsers&run=${(await startRun("GetWebitelUsers", {}, "by hand")).id}`,
      ready: "[data-run] [data-status=completed]",
    }),
  },
  {
    name: "section-record",
    show: async () => ({
      at: `/s/webitel_users/${(await records("webitel_users", "limit=1"))[0]?.id}?at=0`,
      ready: "[data-row]",
    }),
  },
  { name: "workplaces", show: async () => ({ at: "/workplaces", ready: "ol li" }) },
  { name: "section-new", show: async () => ({ at: "/s/webitel_users/new", ready: "form input" }) },
  {
    name: "schedule",
    show: async () => ({
      at: `/schedules/${(await makeSchedule("LongWait", "renewals", OFTEN)).id}`,
      ready: "text=Skipped",
    }),
  },
  { name: "schedules", show: async () => ({ at: "/schedules", ready: "[role=img]" }) },
  {
    name: "calendar",
    show: async () => ({ at: "/schedules?view=calendar&process=Order", ready: "[data-day] a" }),
  },
  { name: "access", show: async () => ({ at: "/access", ready: "text=test-viewer" }) },
  { name: "access-audit", show: async () => ({ at: "/access?tab=audit", ready: "[data-row]" }) },
  { name: "connections", show: async () => ({ at: "/connections", ready: "[data-row]" }) },
  {
    name: "connection",
    show: async () => ({ at: "/connections/webitel", ready: ".recharts-surface" }),
  },
  { name: "definitions", show: async () => ({ at: "/definitions", ready: "[data-row]" }) },
  { name: "definition", show: async () => ({ at: "/definitions/GetWebitelUsers/1", ready: ".cm-line" }) },
  {
    name: "definition-compared",
    show: async () => {
      await twoVersions("CreateUser");
      return { at: "/definitions/CreateUser/2?diff=1..2&step=create_user", ready: ".diff-added" };
    },
  },
  { name: "deploy", show: async () => ({ at: "/definitions/deploy?from=Order", ready: "text=No mistakes" }) },
];

describe("pictures", () => {
  useBrowser();

  it("of every page, light and dark", { timeout: 300_000 }, async () => {
    await mkdir(FOLDER, { recursive: true });
    for (let order = 1; order <= 12; order += 1) await startRun("Order", { order: `2026-${1040 + order}` });
    await startRun("Stuck", { order: "A-12" }, "A-12");
    await startRun("LongWait", {}, "C-2041");
    await makeSchedule("Order", "hourly", {
      cron: "0 * * * *",
      timezone: "Europe/London",
      input: { order: "H" },
    });
    for (const shot of SHOTS.filter(({ name }) => name.includes(ONLY))) {
      const { at, ready } = await shot.show();
      for (const scheme of ["light", "dark"] as const) {
        const page = await open(at, { scheme, ...(shot.anonymous ? { anonymous: true } : {}) });
        await page.waitForSelector(ready);
        await settled(page);
        await page.screenshot({ path: path.join(FOLDER, `console-${shot.name}-${scheme}.png`) });
        await page.context().close();
      }
    }
  });
});

/** Fonts are there and nothing is asked for any more. */
async function settled(page: Page) {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
}
