import type { Page } from "playwright-core";
import { describe, it } from "vitest";
import { records, startRun } from "./support/api";
import { expectAccessible } from "./support/axe";
import { open, useBrowser } from "./support/browser";
import type { Role } from "./support/service";

/** Every kind of page; a new one is a line here. */
async function addresses(): Promise<string[]> {
  const run = (await startRun("Order", { order: "states" })).id;
  const record = (await records("webitel_users", "limit=1"))[0]?.id;
  return [
    "/",
    "/runs",
    `/runs/${run}?tab=calls`,
    "/start",
    "/start/Order",
    "/s/webitel_users",
    `/s/webitel_users/${record}`,
    "/schedules",
    "/definitions",
    "/bulk",
    "/access",
  ];
}

/** What the service answers to every reading but who is signed in. */
const READING = /\/api\/v1\/(?!session)/;

const PROBLEM = {
  type: "urn:throughline:problem:internal",
  title: "Something went wrong",
  status: 500,
  detail: "The service could not do it. The log has the reason.",
  request_id: "01a20cf1-dc99-71f1-abf9-b16cd50d9500",
};

const STATES: { name: string; role?: Role; before?: (page: Page) => Promise<unknown>; ready?: string }[] = [
  {
    name: "nothing exists",
    before: (page) =>
      page.route(READING, async (route) => {
        const response = await route.fetch();
        if (!response.headers()["content-type"]?.startsWith("application/json")) {
          await route.fulfill({ response });
          return;
        }
        const body = (await response.json()) as { items?: unknown };
        const empty = Array.isArray(body.items) ? { ...body, items: [], total: 0, next_cursor: null } : body;
        await route.fulfill({ response, json: empty });
      }),
  },
  {
    name: "an error",
    before: (page) =>
      page.route(READING, (route) =>
        route.fulfill({ status: 500, contentType: "application/problem+json", json: PROBLEM }),
      ),
    ready: "[role=alert]",
  },
  { name: "no right", role: "viewer" },
];

describe("nothing serious stands in the way, whatever the state", () => {
  useBrowser();

  for (const { name, role = "administrator", before, ready } of STATES) {
    it(name, { timeout: 180_000 }, async () => {
      const page = await open("/sign-in", { role });
      await before?.(page);
      for (const at of await addresses()) {
        await page.goto(at);
        await page
          .locator(ready ?? "h1, h2")
          .first()
          .waitFor();
        await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
        await bothSchemes(page);
      }
      // What is asked when the page goes away is nobody's business.
      await page.unrouteAll({ behavior: "ignoreErrors" });
    });
  }

  it("no connection", { timeout: 180_000 }, async () => {
    const page = await open("/runs");
    for (const at of await addresses()) {
      await page.goto(at);
      await page.locator("h1").waitFor();
      await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
      await page.route("**/{api,health}/**", (route) => route.abort());
      await page.getByText(/^Connection lost at/).waitFor();
      await bothSchemes(page);
      await page.unroute("**/{api,health}/**");
    }
  });
});

/** The page follows the system, so one load shows both. */
async function bothSchemes(page: Page) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await expectAccessible(page);
  }
}
