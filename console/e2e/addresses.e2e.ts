import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { makeSchedule, records, startRun } from "./support/api";
import { open, useBrowser } from "./support/browser";

/** Nothing of it runs while these look. */
const QUIET = { cron: "0 4 1 1 *", timezone: "Europe/Kyiv", input: { order: "A" } };

/** Every address of the console, with what of its state the address says. A new page is a line here. */
const ADDRESSES: { name: string; at: () => Promise<string> | string }[] = [
  { name: "run process", at: () => "/start?q=order" },
  {
    name: "run process, a form",
    at: () => "/start/Order?input.order=A-1&input.size=12&input.express=true&key=K",
  },
  { name: "runs", at: () => "/runs?status=completed&process=Order&since=24h&key=addressed" },
  ...["", "tab=steps", "tab=journal&step=check", "tab=calls&failed=1"].map((search) => ({
    name: `run ${search}`,
    at: async () => `/runs/${(await startRun("Order", { order: "addressed" })).id}?${search}`,
  })),
  {
    name: "section",
    at: () => "/s/webitel_users?q=an&f.UseStun=eq:false&sort=-Name&cols=Username,Name,UseStun",
  },
  {
    name: "section, chosen rows",
    at: async () => `/s/webitel_users?sel=${(await records("webitel_users", "limit=1"))[0]?.id}`,
  },
  {
    name: "record",
    at: async () =>
      `/s/webitel_users/${(await records("webitel_users", "limit=1"))[0]?.id}?detail=roles&at=0`,
  },
  { name: "new record", at: () => "/s/crm_users/new" },
  { name: "workplaces", at: () => "/workplaces" },
  { name: "schedules", at: () => "/schedules?process=Order" },
  {
    name: "schedule",
    at: async () =>
      `/schedules/${(await makeSchedule("Order", "addressed", QUIET)).id}?outcome=skipped,missed`,
  },
  { name: "definitions", at: () => "/definitions" },
  { name: "definition", at: () => "/definitions/Order/1" },
  { name: "deploy", at: () => "/definitions/deploy?from=Order" },
  { name: "many runs at once", at: () => "/bulk" },
  { name: "access", at: () => "/access" },
  { name: "access, tokens", at: () => "/access?tab=tokens" },
  { name: "access, rights", at: () => "/access?tab=rights" },
];

/** What a page says and what stands in its fields, once it is there. */
async function shown(page: Page): Promise<string> {
  await page.waitForFunction(
    () => document.querySelector("h1") && !document.querySelector("[aria-busy=true]"),
  );
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>("main input, main textarea")].map(
      (field) => (field.type === "checkbox" ? String(field.checked) : field.value),
    );
    return `${document.querySelector("main")?.innerText}\n${fields.join("\n")}`;
  });
}

describe("an address says it all", () => {
  useBrowser();

  for (const { name, at } of ADDRESSES) {
    it(`${name}: reload, Back and a new tab are equal`, async () => {
      const address = await at();
      const page = await open(address);
      await page.locator("h1").waitFor();
      await page.waitForLoadState("networkidle");
      const first = await shown(page);
      const url = page.url();
      const equal = (other: Page) => expect.poll(() => shown(other), { timeout: 20_000 }).toBe(first);
      await page.reload();
      await equal(page);
      // Away inside the console, and back.
      await page.getByRole("link", { name: "Throughline" }).click();
      await page.waitForURL((next) => next.href !== url);
      await page.goBack();
      await page.waitForURL(url);
      await equal(page);
      const other = await page.context().newPage();
      await other.goto(address);
      await equal(other);
    });
  }
});
