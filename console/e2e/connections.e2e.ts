import { describe, expect, it } from "vitest";
import { startRun } from "./support/api";
import { clicks, open, useBrowser } from "./support/browser";

describe("connections", () => {
  useBrowser();

  it("are listed with what their calls did, as the calls are made", async () => {
    await startRun("GetWebitelUsers");
    const page = await open("/connections", { role: "viewer" });
    const row = page.locator('[data-row="webitel"]');
    await row.getByText("Works").waitFor({ timeout: 30_000 });
    await row
      .getByText(/^\d+ (ms|s)$/)
      .first()
      .waitFor();
    await page
      .getByText(/calls? in the last 5 minutes, 95 of 100 within/)
      .first()
      .waitFor();
    await row.getByRole("link", { name: "webitel" }).click();
    await page.waitForURL(/\/connections\/webitel$/);
    await page.getByRole("heading", { name: "Circuit on each node" }).waitFor();
    // Who only looks is offered nothing.
    expect(await page.getByRole("button", { name: "Test", exact: true }).count()).toBe(0);
  });

  it("are tested in place with one click, stage by stage", async () => {
    const page = await open("/connections/creatio", { role: "operator" });
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByText("The connection works.").waitFor();
    expect(await page.locator("li[data-end=ok]").count()).toBe(4);
    await page.getByText("Creatio took the credentials.").waitFor();
    expect(await clicks(page)).toBe(1);
  });

  it("keep span and table in the address", { timeout: 60_000 }, async () => {
    await startRun("GetWebitelUsers");
    const page = await open("/connections/webitel");
    await page.locator(".recharts-surface").first().waitFor({ timeout: 30_000 });
    await page.getByRole("button", { name: "24 hours" }).click();
    await page.getByRole("button", { name: "As a table" }).click();
    await page.waitForURL(/span=24h/);
    await page.reload();
    await page.getByRole("table", { name: "Calls" }).locator("[data-row]").first().waitFor();
    expect(await page.getByRole("button", { name: "24 hours" }).getAttribute("aria-pressed")).toBe("true");
    await page.getByRole("button", { name: "As a plot" }).click();
    await page.locator(".recharts-surface").first().waitFor();
  });

  it("that are none say so", async () => {
    const page = await open("/connections/nobody");
    await page.getByText("There is no such connection").first().waitFor();
  });

  it("speak Ukrainian", async () => {
    const page = await open("/connections", { language: "uk" });
    await page.getByRole("heading", { name: "З'єднання" }).waitFor();
    await page.goto("/connections/webitel");
    await page.getByRole("button", { name: "Перевірити" }).click();
    await page.getByText("Webitel відповідає на users.search.").waitFor();
    await page.getByText("Адреса починається з http://, тож нічого не шифрується.").waitFor();
  });
});
