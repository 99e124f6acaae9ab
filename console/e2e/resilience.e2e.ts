import { type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { open, useBrowser } from "./support/browser";
import { Demo, furnish } from "./support/demo";
import type { ServiceAccess } from "./support/service";

const PARCELS = Array.from({ length: 40 }, (_, parcel) => parcel);

/** Its own service: it is killed. */
describe("a service that is killed", () => {
  useBrowser();

  let demo: Demo;
  let service: ServiceAccess;
  beforeAll(async () => {
    const started = await Demo.start({ users: 5 });
    demo = started.demo;
    service = await furnish(started.written);
  });
  afterAll(() => demo.end());

  async function start(process: string, input: object): Promise<string> {
    const response = await fetch(`${service.url}/api/v1/processes/${process}/runs`, {
      method: "POST",
      headers: { authorization: `Bearer ${service.token}`, "content-type": "application/json" },
      body: JSON.stringify({ input, business_key: "killed" }),
    });
    if (!response.ok) throw new Error(await response.text());
    return ((await response.json()) as { id: string }).id;
  }

  const text = (page: Page) => page.locator("main").innerText();

  it(
    "is missed at once; what is shown after it is back is what a fresh page shows",
    { timeout: 240_000 },
    async () => {
      const seat = { role: "operator", service } as const;
      const form = await open("/start/Slow", seat);
      await form.getByRole("button", { name: "Start", exact: true }).waitFor();
      const id = await start("Slow", { parcels: PARCELS });
      const run = await open(`/runs/${id}?tab=journal`, seat);
      await run.getByText("Live", { exact: true }).waitFor();
      const list = await open("/runs?process=Slow", seat);
      await list.locator(`[data-row="${id}"]`).waitFor();
      await run.waitForFunction(() => document.querySelectorAll("[role=listitem]").length > 12);

      await demo.kill();
      for (const page of [run, list, form])
        await page.getByText(/^Connection lost at \d\d:\d\d:\d\d/).waitFor();
      // Nothing can be done, and the page says so.
      await form.getByText("The service does not answer: nothing can be started until it does.").waitFor();
      expect(await form.getByRole("button", { name: "Start", exact: true }).isDisabled()).toBe(true);
      expect(await run.getByRole("button", { name: "Cancel", exact: true }).isDisabled()).toBe(true);
      // What was known is there still.
      expect(await run.getByRole("listitem").count()).toBeGreaterThan(12);

      await demo.restart();
      for (const page of [run, list, form]) {
        await page.getByText(/^Connection lost at/).waitFor({ state: "detached", timeout: 60_000 });
      }
      await run.locator("header [data-status=completed]").waitFor({ timeout: 60_000 });
      await list.locator(`[data-row="${id}"] [data-status=completed]`).waitFor();
      await form.getByRole("button", { name: "Start", exact: true }).and(form.locator(":enabled")).waitFor();

      for (const tab of ["journal", "steps", "variables"] as const) {
        await run.getByRole("tab", { name: new RegExp(`^${tab}`, "i") }).click();
        const fresh = await open(`/runs/${id}?tab=${tab}`, seat);
        await fresh.getByRole("tab", { name: new RegExp(`^${tab}`, "i"), selected: true }).waitFor();
        if (tab === "journal") {
          // Facts that came while it was open wait until they are asked for.
          const news = run.getByRole("button", { name: "new, show" });
          if ((await news.count()) > 0) await news.click();
        }
        await expect.poll(() => text(run)).toBe(await settledText(fresh));
        await fresh.context().close();
      }
      const fresh = await open("/runs?process=Slow", seat);
      await expect.poll(() => text(list)).toBe(await settledText(fresh));
      // What could not be started goes through now.
      await form.getByRole("textbox", { name: "Business key" }).fill("once");
      await form.getByRole("button", { name: "Start", exact: true }).click();
      await form.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
      await form.getByText("once", { exact: true }).waitFor();
    },
  );
});

/** What a page says when nothing of it is being read any more. */
async function settledText(page: Page): Promise<string> {
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
  return page.locator("main").innerText();
}
