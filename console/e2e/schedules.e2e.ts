import { describe, expect, it } from "vitest";
import { makeSchedule } from "./support/api";
import { clicks, open, useBrowser } from "./support/browser";

const YEARLY = { cron: "0 4 1 1 *", timezone: "Europe/Kyiv" };

describe("schedules", () => {
  useBrowser();

  it("pauses and resumes with the switch of its row, and says so everywhere", async () => {
    const { id } = await makeSchedule("LongWait", "switched", YEARLY);
    const page = await open("/schedules?process=LongWait", { role: "operator" });
    const row = page.locator(`[data-row="${id}"]`);
    const fires = row.getByRole("switch", { name: "LongWait/switched fires by the clock" });
    expect(await fires.isChecked()).toBe(true);
    // The track over the box takes the mouse, as it does for people.
    await fires.click({ force: true });
    await row.getByText("not while paused").waitFor();
    await row.getByRole("link", { name: "switched" }).click();
    await page.getByText("Paused since").waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByText("It goes on from now.").waitFor();
    await page.getByText("Fires next at").waitFor();
  });

  it("pauses several with three clicks", async () => {
    await makeSchedule("Stuck", "first", YEARLY);
    await makeSchedule("Stuck", "second", YEARLY);
    const page = await open("/schedules?process=Stuck", { role: "operator" });
    await page.locator("[data-row]").nth(1).waitFor();
    await page.getByRole("checkbox", { name: "Select all" }).click();
    await page.getByRole("button", { name: "Pause 2" }).click();
    await page.getByText("2 schedules are paused.").waitFor();
    expect(await clicks(page)).toBeLessThanOrEqual(3);
    expect(await page.getByText("not while paused").count()).toBe(2);
  });

  it("runs now and lands on the run", async () => {
    const { id } = await makeSchedule("LongWait", "by-hand", YEARLY);
    const page = await open(`/schedules/${id}`, { role: "operator" });
    await page.getByRole("button", { name: "Run now" }).click();
    await page.waitForURL(/\/runs\//);
    await page.locator("[data-status=waiting]").first().waitFor();
    await page.goBack();
    await page.getByText("user:test-operator, hand").waitFor();
  });

  it("says how many planned times a range has before it backfills it", async () => {
    const { id } = await makeSchedule("Order", "past", {
      cron: "0 4 * * *",
      timezone: "Europe/Kyiv",
      input: { order: "P-1" },
    });
    const page = await open(`/schedules/${id}`, { role: "operator" });
    await page.getByRole("button", { name: "Backfill" }).click();
    await page.getByLabel("From").fill("2026-03-01T00:00");
    await page.getByRole("textbox", { name: "To" }).fill("2026-03-03T12:00");
    await page.getByText("3 planned times in this range").waitFor();
    await page.getByRole("button", { name: "Backfill up to 3" }).click();
    await page.getByText("3 runs start of 3 planned times").waitFor();
  });

  it("keeps the outcome asked for in the address, with why each was left out", async () => {
    const { id } = await makeSchedule("LongWait", "often", {
      cron: "*/2 * * * * *",
      timezone: "America/New_York",
    });
    const page = await open(`/schedules/${id}`, { role: "viewer" });
    await page.getByRole("button", { name: "Left out" }).click();
    await page.waitForURL(/outcome=skipped,missed/);
    await page.reload();
    await page.getByText("Skipped").first().waitFor();
    expect(await page.getByRole("button", { name: "Left out" }).getAttribute("aria-pressed")).toBe("true");
  });

  it("gives a viewer words instead of a switch", async () => {
    await makeSchedule("LongWait", "switched", YEARLY);
    const page = await open("/schedules?process=LongWait", { role: "viewer" });
    await page.locator("[data-row]").first().waitFor();
    expect(await page.getByRole("switch").count()).toBe(0);
    expect(await page.getByRole("button", { name: /^Run / }).count()).toBe(0);
  });
});
