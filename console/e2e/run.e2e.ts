import { describe, expect, it } from "vitest";
import { startRun } from "./support/api";
import { open, useBrowser } from "./support/browser";

describe("run", () => {
  useBrowser();

  it("says where it stopped and tries again where it says so", async () => {
    const { id } = await startRun("Stuck", {}, "I-1");
    const page = await open(`/runs/${id}`, { role: "operator" });
    await page.getByText("Stopped at “decide”").waitFor();
    await page.getByRole("button", { name: "Retry" }).click();
    await page.getByText(/tried again|will try again/).waitFor();
  });

  it("pauses and goes on", async () => {
    const { id } = await startRun("LongWait", {}, "C-79");
    const page = await open(`/runs/${id}`, { role: "operator" });
    await page.getByRole("button", { name: "Pause" }).click();
    await page.locator("header [data-status=suspended]").waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.locator("header [data-status=waiting]").waitFor();
  });

  it("keeps every digit and shows markup as text", async () => {
    const { id } = await startRun("LongWait");
    const page = await open(`/runs/${id}?tab=variables`);
    await page.getByText("9007199254740993").waitFor();
    await page.getByText('"</script>"').waitFor();
  });

  it("holds a long journal with few rows in the page", async () => {
    const { id } = await startRun("GetWebitelUsers");
    const page = await open(`/runs/${id}?tab=journal`);
    await page.getByText("Started", { exact: true }).waitFor();
    const list = page.getByRole("list", { name: "Journal" });
    for (let turn = 0; turn < 4; turn += 1) {
      await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
      await page.waitForTimeout(50);
    }
    await page.waitForFunction(() => /2\d\d facts/.test(document.body.textContent ?? ""));
    expect(await list.getByRole("listitem").count()).toBeLessThan(60);
  });

  it("follows a run on its own and notices that somebody else cancelled it", async () => {
    const { id } = await startRun("LongWait", {}, "C-78");
    const page = await open(`/runs/${id}`);
    await page.getByText("Live", { exact: true }).waitFor();
    const other = await open(`/runs/${id}`);
    await other.getByRole("button", { name: "Cancel" }).click();
    await other.getByRole("button", { name: "Cancel the run" }).click();
    await page.locator("[data-status=cancelled]").first().waitFor();
  });

  it("says that there is no such run, and no such page", async () => {
    const page = await open("/runs/01a20c28-11e4-706d-8eef-bf5c0417ba5e");
    await page.getByRole("heading", { name: "There is no such run" }).waitFor();
    await page.goto("/nowhere");
    await page.getByText("There is no such page").waitFor();
  });
});
