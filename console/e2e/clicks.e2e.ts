import { describe, expect, it } from "vitest";
import { factsOf, makeSchedule, startRun } from "./support/api";
import { open, useBrowser } from "./support/browser";
import { within } from "./support/clicks";
import { aUser } from "./support/sections";

const YEARLY = { cron: "0 4 1 1 *", timezone: "Europe/Kyiv" };

/** What an operator does every day, each within the clicks of a mouse it may take. Home is `/`. */
describe("clicks", () => {
  useBrowser();

  it("starts a process with its form and sees it live: 3", async () => {
    const page = await open("/", { role: "operator" });
    await page.locator("h1").waitFor();
    const { keys } = await within(page, 3, async () => {
      await page.getByRole("navigation").getByRole("link", { name: "Run process", exact: true }).click();
      await page.locator("a[href^='/start/LongWait']").click();
      await page.getByRole("button", { name: "Start", exact: true }).click();
      await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
      await page.locator("header [data-status=waiting]").waitFor();
      await page.getByText("Live", { exact: true }).waitFor();
    });
    expect(keys).toBe(0);
  });

  it("starts a process with its form and sees it live, by keys: 0", async () => {
    const page = await open("/", { role: "operator" });
    await page.locator("h1").waitFor();
    await within(page, 0, async () => {
      await page.keyboard.press("s");
      await page.getByRole("heading", { name: "Run process" }).waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type("remind");
      await page.waitForURL(/q=remind/);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      // The cursor is in its first field.
      await page.locator("form input:focus").waitFor();
      await page.keyboard.press("Enter");
      await page.locator("header [data-status=waiting]").waitFor();
    });
  });

  it("says why something failed, from Home: 1", async () => {
    await startRun("Sized", {}, "C-0");
    const page = await open("/", { role: "viewer" });
    const cause = page.locator("[data-cause^='incident Sized']").first();
    await cause.waitFor();
    await within(page, 1, async () => {
      await cause.getByRole("link").click();
      await page.getByText("too large: 50").first().waitFor();
    });
  });

  it("tries all runs of one cause again, from Home: 2", async () => {
    const runs = [await startRun("Refused", { n: 1 }, "C-2"), await startRun("Refused", { n: 2 }, "C-3")];
    const page = await open("/", { role: "operator" });
    const cause = page.locator("[data-cause^='incident Refused']");
    await within(page, 2, async () => {
      await cause.getByRole("button", { name: /^Retry all/ }).click();
      await page
        .getByRole("dialog")
        .getByRole("button", { name: /^Retry/ })
        .click();
      await page.waitForURL(/\/bulk\//);
    });
    for (const { id } of runs) await expect.poll(() => factsOf(id), { timeout: 20_000 }).toContain("retried");
  });

  it("fixes a variable and tries again: 2", async () => {
    const { id } = await startRun("Sized", {}, "C-1");
    const page = await open(`/runs/${id}`, { role: "operator" });
    await within(page, 2, async () => {
      await page.getByRole("button", { name: "Edit variables and retry" }).click();
      await page.getByLabel("size", { exact: true }).fill("4");
      await page.getByText("1 variable changed.").waitFor();
      await page.getByRole("button", { name: "Save and retry" }).click();
      await page.locator("header [data-status=waiting]").waitFor();
    });
  });

  it("lists the runs with a value of this one: 1", async () => {
    const { id } = await startRun("Order", { order: "Z-77" }, "Z-77");
    const page = await open(`/runs/${id}?tab=steps`, { role: "viewer" });
    await within(page, 1, async () => {
      await page.getByRole("link", { name: "order = Z-77" }).first().click();
      await page.locator(`[data-row="${id}"]`).waitFor();
    });
  });

  it("shows request and answer of the call that failed: 1", async () => {
    const { id } = await startRun("Absent", {}, "C-4");
    const page = await open(`/runs/${id}`, { role: "viewer" });
    await page.locator("header [data-status=incident]").waitFor();
    await within(page, 1, async () => {
      await page.getByRole("tab", { name: "Calls" }).click();
      await page.getByRole("heading", { name: "Request" }).waitFor();
      await page.getByText("999999").first().waitFor();
      await page.getByRole("heading", { name: "Response" }).waitFor();
    });
  });

  it("pauses 20 schedules: 3", async () => {
    for (let at = 1; at <= 20; at += 1) await makeSchedule("Parcels", `clicked-${at}`, YEARLY);
    const page = await open("/schedules?process=Parcels", { role: "operator" });
    await page.locator("[data-row]").nth(19).waitFor();
    await within(page, 3, async () => {
      await page.getByRole("checkbox", { name: "Select all" }).click();
      await page.getByRole("button", { name: "Pause 20" }).click();
      await page.getByText("20 schedules are paused.").waitFor();
    });
  });

  it("adds a licence: 3", async () => {
    const page = await open(await aUser("zinaida.ros", "Zinaida Ros"), { role: "operator" });
    await within(page, 3, async () => {
      await page.getByRole("button", { name: "Assign licence" }).click();
      // The choice is open already.
      await page.getByRole("option", { name: "MANAGER" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Assign licence" }).click();
      await page.getByText("Assign licence: done.").waitFor();
    });
  });
});
