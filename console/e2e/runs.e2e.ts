import { describe, expect, it } from "vitest";
import { startRun } from "./support/api";
import { open, useBrowser } from "./support/browser";

describe("runs", () => {
  useBrowser();

  it("keeps its filters in the address: reload, Back and a new tab are equal", async () => {
    await startRun("Stuck", {}, "F-1");
    const page = await open("/runs");
    await page.getByRole("button", { name: "Needs attention" }).click();
    await page.getByLabel("Business key …").fill("F-1");
    await page.waitForURL(/status=incident,failed/);
    await page.waitForURL(/key=F-1/);
    const rows = page.locator("[data-row]");
    await rows.first().waitFor();
    await page.waitForFunction(() => document.querySelectorAll("[data-row]").length === 1);
    await page.reload();
    await page.waitForFunction(() => document.querySelectorAll("[data-row]").length === 1);
    await page.getByRole("link", { name: "Approve a discount" }).click();
    await page.getByText("Stopped at").waitFor();
    await page.goBack();
    expect(new URL(page.url()).search).toBe("?status=incident,failed&key=F-1");
    await page.waitForFunction(() => document.querySelectorAll("[data-row]").length === 1);
    await page.getByRole("button", { name: "Remove the filter Business key" }).click();
    await page.waitForURL((url) => !url.search.includes("key="));
  });

  it("moves no row: new ones wait until they are asked for", async () => {
    await startRun("Order", { order: "N-1" });
    const page = await open("/runs?process=Order");
    const first = page.locator("[data-row]").first();
    await first.waitFor();
    const before = await first.getAttribute("data-row");
    const run = await startRun("Order", { order: "N-2" });
    const show = page.getByRole("button", { name: /1 new/ });
    await show.waitFor();
    expect(await first.getAttribute("data-row")).toBe(before);
    await show.click();
    await page.locator(`[data-row="${run.id}"]`).waitFor();
  });

  it("cancels the run it names, after it said what that does", async () => {
    const run = await startRun("LongWait", {}, "C-77");
    const page = await open("/runs?key=C-77", { role: "operator" });
    await page.getByRole("button", { name: /^Actions: LongWait C-77/ }).click();
    await page.getByRole("menuitem", { name: "Cancel the run" }).click();
    await page.getByRole("heading", { name: "Cancel LongWait “C-77”?" }).waitFor();
    await page.getByRole("button", { name: "Cancel the run" }).click();
    await page.locator(`[data-row="${run.id}"] [data-status=cancelled]`).waitFor();
  });

  it("offers a viewer nothing that changes something", async () => {
    await startRun("Stuck", {}, "V-1");
    const page = await open("/runs?key=V-1", { role: "viewer" });
    await page.locator("[data-row]").first().waitFor();
    expect(await page.getByRole("button", { name: /^Actions/ }).count()).toBe(0);
  });

  it("is walked with j, k and Enter", async () => {
    const page = await open("/runs");
    await page.locator("[data-row]").nth(1).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    const id = await page.locator("[data-current]").getAttribute("data-row");
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`/runs/${id}`));
  });
});
