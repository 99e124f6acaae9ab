import path from "node:path";
import type { Page } from "playwright-core";
import { describe, inject, it } from "vitest";
import { open, useBrowser } from "./support/browser";
import { act } from "./support/sections";
import { makeWebitelUser, trapped } from "./support/simulators";

const FOLDER = process.env.SCREENSHOTS_DIR ?? path.resolve(import.meta.dirname, "../../docs/images");

/** `make screenshots`: from the demo to the first import, as docs/console.md tells it. */
describe("the story", () => {
  useBrowser();

  it("from the demo to the first import", { timeout: 120_000 }, async () => {
    const { user, password } = inject("service").users.administrator;
    for (const [username, name] of [
      ["anna.koval", "Anna Koval"],
      ["bohdan.hai", "Bohdan Hai"],
    ] as const) {
      await makeWebitelUser({ username, name });
    }
    const page = await open("/", { anonymous: true });
    await page.getByRole("textbox", { name: "User" }).fill(user);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await picture(page, "1-sign-in");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Webitel Users", exact: true }).waitFor();
    await picture(page, "2-first-page");
    await page.getByRole("link", { name: "Webitel Users", exact: true }).click();
    await page.locator("[data-row]").first().waitFor();
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Get users from Webitel" }).waitFor();
    await picture(page, "3-actions");
    await page.keyboard.press("Escape");
    // Held in the middle, so that the picture has something to show.
    const held = { method: "GET", path: "/0/odata/WebitelUser", nth: 25, times: 0 };
    await trapped("creatio", { ...held, then: { kind: "hold" } }, async (trap) => {
      await act(page, "Get users from Webitel");
      await trap.caught();
      await page
        .locator("[data-run]")
        .getByText(/\d+ of \d+/)
        .first()
        .waitFor();
      await picture(page, "4-running");
    });
    await page.getByText("Get users from Webitel: done.").waitFor();
    await picture(page, "5-done");
    await page.getByRole("link", { name: "Open the run" }).click();
    await page.locator("header [data-status=completed]").waitFor();
    await page.locator("[data-element-id]").first().waitFor();
    await picture(page, "6-run");
  });
});

async function picture(page: Page, name: string) {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
  await page.screenshot({ path: path.join(FOLDER, `console-story-${name}.png`) });
}
