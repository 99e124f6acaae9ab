import { describe, expect, it } from "vitest";
import { readApi, startRun } from "./support/api";
import type { Page } from "playwright-core";
import { open, useBrowser } from "./support/browser";

describe("runs", () => {
  useBrowser();

  it("keeps its filters in the address: reload, Back and a new tab are equal", async () => {
    await startRun("Stuck", {}, "F-1");
    const page = await open("/runs");
    await page.locator("[data-count=incident]").click();
    await page.getByLabel("Id, key, process or error …").fill("F-1");
    await page.waitForURL(/status=incident/);
    await page.waitForURL(/q=F-1/);
    await oneRow(page);
    await page.reload();
    await oneRow(page);
    expect(await page.getByLabel("Id, key, process or error …").inputValue()).toBe("F-1");
    await page.getByRole("link", { name: "Approve a discount" }).click();
    await page.getByText("Stopped at").first().waitFor();
    await page.goBack();
    expect(new URL(page.url()).search).toBe("?status=incident&q=F-1");
    await oneRow(page);
    await page.getByRole("button", { name: "Remove the filter Text" }).click();
    await page.waitForURL((url) => !url.search.includes("q="));
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.waitForURL((url) => url.search === "");
  });

  it("shows any filter of the address as chips, the same after a reload", async () => {
    const filters =
      "?status=failed,completed&process=Order&version=1&q=50%25&key=K%26L&var=size:200&since=2026-01-01T00:00:00.000Z" +
      "&until=2036-01-01T00:00:00.000Z&by=user:ann&trigger=schedule&step=-&code=a.b";
    const page = await open(`/runs${filters}`);
    const chips = page.getByRole("button", { name: /^Remove the filter/ });
    await chips.first().waitFor();
    const names = () => chips.evaluateAll((all) => all.map((chip) => chip.getAttribute("aria-label")));
    const before = await names();
    expect(before).toHaveLength(11);
    await page.getByText("Nothing matches these filters.").waitFor();
    await page.reload();
    await chips.first().waitFor();
    expect(await names()).toEqual(before);
    expect(new URL(page.url()).search).toBe(filters);
    // Taking one away leaves the others.
    await page.getByRole("button", { name: "Remove the filter Business key" }).click();
    await page.waitForURL((url) => !url.search.includes("key="));
    expect(await chips.count()).toBe(10);
  });

  it("counts what the other filters leave, and a count is a filter", async () => {
    await startRun("Order", { order: "COUNT-1" }, undefined);
    await startRun("Order", { order: "COUNT-2" }, undefined);
    const page = await open("/runs?q=COUNT-");
    const done = page.locator("[data-count=completed]");
    await done.getByText("2", { exact: true }).waitFor();
    await page.locator("[data-count=failed]").click();
    await page.waitForURL(/status=failed/);
    await page.getByText("Nothing matches these filters.").waitFor();
    // The numbers are not of the status that is chosen: one sees where the runs are.
    await done.getByText("2", { exact: true }).waitFor();
    await done.click({ modifiers: ["Shift"] });
    await page.waitForURL(/status=failed,completed/);
    await page.waitForFunction(() => document.querySelectorAll("[data-row]").length === 2);
  });

  it("finds a run by a value, by the end of its id, and all that stopped for the same reason", async () => {
    const run = await startRun("Order", { order: "VALUE-7", size: 717 });
    const page = await open("/runs");
    await page.getByRole("button", { name: "More filters" }).click();
    await page.getByLabel("Input or result").fill("size");
    await page.getByLabel("Value", { exact: true }).fill("717");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL(/var=size:717/);
    await oneRow(page);
    await page.locator(`[data-row="${run.id}"]`).waitFor();
    await page.goto(`/runs?q=${run.id.slice(-8)}`);
    await oneRow(page);
    await page.locator(`[data-row="${run.id}"]`).waitFor();
    await startRun("Stuck", {}, "CAUSE-1");
    await startRun("Stuck", {}, "CAUSE-2");
    await page.goto("/runs?q=CAUSE-1");
    await page.getByRole("link", { name: "All with this cause" }).click();
    await page.waitForURL(/code=/);
    await page.waitForURL(/step=decide/);
    await page.getByRole("button", { name: "Remove the filter Text" }).click();
    await page.getByText("CAUSE-2").waitFor();
  });

  it("says how far runs are, in the rows", async () => {
    const run = await startRun("Parcels", {}, "P-1");
    const waits = await startRun("LongWait", {}, "P-2");
    const page = await open("/runs?q=P-");
    const row = page.locator(`[data-row="${run.id}"]`);
    await row.getByText("2 of 4").waitFor();
    await page
      .locator(`[data-row="${waits.id}"]`)
      .getByText(/^Waiting, until \d/)
      .waitFor();
  });

  it("takes a time range from one moment to another, and says how many there are of any time", async () => {
    await startRun("Order", { order: "RANGE-1" });
    const page = await open("/runs?q=RANGE-");
    await oneRow(page);
    await page.getByRole("button", { name: /^Accepted within/ }).click();
    await page.getByLabel("From").fill("2020-01-01T00:00");
    await page.getByLabel("Before").fill("2020-01-02T00:00");
    await page.getByRole("button", { name: "Apply" }).click();
    // Kyiv is two hours ahead in winter.
    await page.waitForURL(/since=2019-12-31T22:00:00.000Z&until=2020-01-01T22:00:00.000Z|until=.*since=/);
    await page.getByRole("button", { name: "Show 1 of any time" }).click();
    await oneRow(page);
    await page.getByRole("button", { name: /^Accepted within/ }).click();
    await page.getByRole("button", { name: "24 hours" }).click();
    await page.waitForURL(/since=24h/);
    await oneRow(page);
  });

  it("writes the filtered list as CSV", async () => {
    await startRun("Order", { order: "CSV-1" });
    const page = await open("/runs?q=CSV-", { role: "viewer" });
    await oneRow(page);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download as CSV" }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString().trimEnd().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(",CSV-1,");
  });

  it("is found from anywhere: Ctrl+K and the end of an id", async () => {
    const run = await startRun("Order", { order: "PALETTE-1" });
    const page = await open("/definitions");
    await page.getByRole("heading", { name: "Definitions" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Find or go to …").fill(run.id.slice(-8));
    await page.getByRole("button", { name: /Take an order PALETTE-1/ }).click();
    await page.waitForURL(`**/runs/${run.id}*`);
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
    const page = await open("/runs?q=C-77", { role: "operator" });
    await page.getByRole("button", { name: /^Actions: LongWait C-77/ }).click();
    await page.getByRole("menuitem", { name: "Cancel the run" }).click();
    await page.getByRole("heading", { name: "Cancel Remind about a contract “C-77”?" }).waitFor();
    await page.getByLabel("Why (may stay empty)").fill("the contract fell through");
    await page.getByRole("button", { name: "Cancel the run" }).click();
    await page.locator(`[data-row="${run.id}"] [data-status=cancelled]`).waitFor();
    const journal = JSON.stringify(await readApi(`runs/${run.id}/journal`));
    expect(journal).toContain("the contract fell through");
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

/** Waits until the list has one row. */
function oneRow(page: Page) {
  return page.waitForFunction(() => document.querySelectorAll("[data-row]").length === 1);
}
