import { describe, it } from "vitest";
import { makeSchedule, startRun } from "./support/api";
import { open, useBrowser } from "./support/browser";
const D = "/tmp/home_shots";
describe("look", () => {
  useBrowser();
  it("looks", { timeout: 120_000 }, async () => {
    for (let i = 0; i < 6; i++) await startRun("Order", { order: `2026-${i}` });
    for (let i = 0; i < 3; i++) await startRun("Stuck", {}, `A-${i}`);
    await startRun("Parcels");
    await startRun("LongWait", {}, "C-2041");
    await makeSchedule("LongWait", "often", { cron: "*/2 * * * * *", timezone: "America/New_York" });
    await makeSchedule("Order", "hourly", {
      cron: "0 * * * *",
      timezone: "Europe/London",
      input: { order: "H" },
    });
    await makeSchedule("Order", "nightly", {
      cron: "30 3 * * *",
      timezone: "Europe/Kyiv",
      input: { order: "H" },
    });
    await makeSchedule("Order", "weekday-mornings", {
      cron: "15 9 * * 1-5",
      timezone: "Europe/Kyiv",
      input: { order: "H" },
    });
    const shots = [
      ["home", "/", "[data-plot] svg"],
      ["home-table", "/?plot=table", "table"],
      ["cal", "/schedules?view=calendar", "[data-calendar]"],
      ["cal-dst", "/schedules?view=calendar&from=2027-03-28&span=week", "[data-calendar]"],
      ["cal-process", "/schedules?view=calendar&process=Order", "[data-calendar]"],
    ];
    for (const scheme of ["light", "dark"] as const) {
      for (const [name, at, ready] of shots) {
        const page = await open(at!, { scheme });
        await page.waitForSelector(ready!);
        await page.waitForTimeout(400);
        await page.screenshot({ path: `${D}/${name}-${scheme}.png` });
        await page.context().close();
      }
    }
    const page = await open("/schedules");
    await page.getByRole("button", { name: "New schedule" }).first().click();
    await page.getByLabel("Process").first().waitFor();
    await page.getByRole("dialog").getByRole("textbox", { name: "Process" }).click();
    await page.getByRole("option", { name: /Order/ }).first().click();
    await page.getByLabel("When").fill("30 3 * * *");
    await page.getByText("in ").first().waitFor();
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${D}/form-light.png` });
    await page.getByLabel("When").fill("61 3 * * *");
    await page.waitForTimeout(700);
    await page.screenshot({ path: `${D}/form-wrong.png` });
    const account = await open("/", { role: "viewer", language: "uk", scheme: "dark" });
    await account.getByRole("button", { name: /^Обліковий/ }).click();
    await account.getByRole("menuitem", { name: /Змінити мій пароль/ }).click();
    await account.waitForTimeout(300);
    await account.screenshot({ path: `${D}/password.png` });
  });
});
