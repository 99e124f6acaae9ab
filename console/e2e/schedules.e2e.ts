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
    await page
      .getByText(/^The run planned for .* had not ended\.$/)
      .first()
      .waitFor();
    expect(await page.getByRole("button", { name: "Left out" }).getAttribute("aria-pressed")).toBe("true");
  });

  it("gives a viewer words instead of a switch", async () => {
    await makeSchedule("LongWait", "switched", YEARLY);
    const page = await open("/schedules?process=LongWait", { role: "viewer" });
    await page.locator("[data-row]").first().waitFor();
    expect(await page.getByRole("switch").count()).toBe(0);
    expect(await page.getByRole("button", { name: /^Run / }).count()).toBe(0);
  });

  it("makes a schedule with its times told while one types, and mistakes at their field", async () => {
    const page = await open("/schedules?process=Order", { role: "designer" });
    await page.getByRole("button", { name: "New schedule" }).first().click();
    const form = page.getByRole("dialog", { name: "New schedule" });
    await form.getByLabel("Name").fill("made-here");
    await form.getByLabel("When").fill("61 3 * * *");
    await form.getByText("`61` cannot be the minute").waitFor();
    await form.getByLabel("When").fill("30 3 1 1 *");
    await form
      .getByText(/^1 Jan/)
      .first()
      .waitFor();
    await form.getByLabel("Late by up to").fill("2d");
    await form.getByLabel("Order number").fill("S-1");
    await form.getByRole("button", { name: "Make the schedule" }).click();
    await form.getByText("a jitter is at most a day").waitFor();
    await form.getByLabel("Late by up to").fill("5m");
    await form.getByRole("button", { name: "Make the schedule" }).click();
    await page.waitForURL(/\/schedules\/[0-9a-f-]{36}/);
    await page.getByText("Fires next at").waitFor();
    await page.getByText("the API").waitFor();

    // The same name again is told at the name.
    await page.goBack();
    await page.getByRole("button", { name: "New schedule" }).first().click();
    const again = page.getByRole("dialog", { name: "New schedule" });
    await again.getByLabel("Name").fill("made-here");
    await again.getByLabel("When").fill("0 0 1 1 *");
    await again.getByLabel("Order number").fill("S-2");
    await again.getByRole("button", { name: "Make the schedule" }).click();
    await again.getByText("has a schedule “made-here” already").waitFor();
  });

  it("changes and deletes what was made by the API, and says what goes with it", async () => {
    const { id } = await makeSchedule("Order", "to-go", { ...YEARLY, input: { order: "G" } });
    const page = await open(`/schedules/${id}`, { role: "designer" });
    await page.getByRole("button", { name: "Edit" }).click();
    const form = page.getByRole("dialog", { name: "Change Order/to-go" });
    expect(await form.getByLabel("Order number").inputValue()).toBe("G");
    await form.getByLabel("When").fill("0 5 1 1 *");
    await form.getByRole("button", { name: "Save" }).click();
    await page.getByText("Its new times begin now.").waitFor();
    await page.getByText("0 5 1 1 *").waitFor();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByText("its history goes with it").waitFor();
    await page.getByRole("button", { name: "Delete to-go" }).click();
    await page.waitForURL(/\/schedules$/);
    await page.goto(`/schedules/${id}`);
    await page.getByRole("heading", { name: "There is no such schedule" }).waitFor();
  });

  it("leaves making and changing to designers, and definitions to their files", async () => {
    const { id } = await makeSchedule("Order", "look-only", { ...YEARLY, input: { order: "L" } });
    const page = await open(`/schedules/${id}`, { role: "operator" });
    await page.getByText("Fires next at").waitFor();
    expect(await page.getByRole("button", { name: "Edit" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Delete" }).count()).toBe(0);
    await page.goto("/schedules");
    await page.locator("[data-row]").first().waitFor();
    expect(await page.getByRole("button", { name: "New schedule" }).count()).toBe(0);
    const designer = await open("/schedules?process=GetWebitelUsers", { role: "designer" });
    await designer.locator("[data-row]").getByRole("link").first().click();
    await designer.getByText("the definition", { exact: true }).waitFor();
    expect(await designer.getByRole("button", { name: "Edit" }).count()).toBe(0);
  });
});

describe("the calendar", () => {
  useBrowser();

  it("is in the address: view, span, day and process", async () => {
    await makeSchedule("Sized", "daily", { cron: "30 3 * * *", timezone: "Europe/Kyiv" });
    const page = await open("/schedules?process=Sized", { role: "viewer" });
    await page.getByRole("button", { name: "Calendar" }).click();
    await page.waitForURL(/view=calendar/);
    await page.locator("[data-calendar=month]").waitFor();
    await page.getByRole("button", { name: "Week" }).click();
    await page.waitForURL(/span=week/);
    await page.getByRole("button", { name: "The next week" }).click();
    await page.waitForURL(/from=/);
    const address = page.url();
    await page.reload();
    await page.locator("[data-calendar=week]").waitFor();
    expect(page.url()).toBe(address);
    expect(new URL(address).searchParams.get("process")).toBe("Sized");
    expect(await page.getByRole("link", { name: /Sized\/daily.*Planned/ }).count()).toBe(7);
    await page
      .getByRole("link", { name: /Sized\/daily/ })
      .first()
      .click();
    await page.getByText("Fires next at").waitFor();
  });

  it("has the nights when clocks change", async () => {
    await makeSchedule("Sized", "daily", { cron: "30 3 * * *", timezone: "Europe/Kyiv" });
    await makeSchedule("Sized", "quarters", {
      cron: "*/15 * * * *",
      timezone: "UTC",
      start: "2027-01-01T00:00:00Z",
    });
    const page = await open("/schedules?view=calendar&process=Sized&from=2027-03-28&span=week");
    const spring = page.locator('[data-day="2027-03-28"]');
    await spring.getByText("23 h").waitFor();
    // 03:30 is skipped that night: it fires right after the gap.
    await spring.getByText("04:00", { exact: true }).waitFor();
    await spring.getByText("92 × every 15 min", { exact: true }).waitFor();
    await page.locator('[data-day="2027-03-27"]').getByText("96 × every 15 min", { exact: true }).waitFor();
    await page.locator('[data-day="2027-03-27"]').getByText("03:30", { exact: true }).waitFor();
    await page.goto("/schedules?view=calendar&process=Sized&from=2026-10-31&span=week");
    const autumn = await open("/schedules?view=calendar&process=Sized&from=2027-10-31&span=week");
    await autumn.locator('[data-day="2027-10-31"]').getByText("25 h").waitFor();
    await autumn
      .locator('[data-day="2027-10-31"]')
      .getByText("100 × every 15 min", { exact: true })
      .waitFor();
  });

  it("tells what became of past times, and why, also to a keyboard", async () => {
    const { id } = await makeSchedule("LongWait", "often", {
      cron: "*/2 * * * * *",
      timezone: "America/New_York",
    });
    const schedule = await open(`/schedules/${id}`);
    await schedule.getByText("Skipped").first().waitFor();
    const page = await open("/schedules?view=calendar&process=LongWait", { role: "viewer" });
    const mark = page.locator("[data-today]").getByRole("link", { name: /LongWait\/often/ });
    await mark.focus();
    await page
      .getByRole("tooltip")
      .getByText(/skipped/)
      .waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/schedules/${id}`);
  });
});
