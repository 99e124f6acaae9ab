import { describe, it } from "vitest";
import { actOnMany, postApi, startRun } from "./support/api";
import { open, useBrowser } from "./support/browser";

describe("look", () => {
  useBrowser();
  it("looks", { timeout: 120000 }, async () => {
    for (let order = 1; order <= 5; order += 1) await startRun("Jammed", {}, `L-${2040 + order}`);
    for (let order = 1; order <= 3; order += 1) await startRun("Parked", {}, `P-${order}`);
    await postApi("views", { name: "Night shift", address: "process=Jammed&status=incident", shared: true });
    await postApi("views", { name: "My orders", address: "process=Parked", shared: false });
    const { id } = await actOnMany("retry", { status: "incident", since: "2026-01-01T00:00:00Z" });
    for (const [scheme, language] of [
      ["light", "en"],
      ["dark", "uk"],
    ] as const) {
      const page = await open("/runs?process=Jammed&status=incident", { scheme, language });
      await page.locator("[data-row]").nth(2).waitFor();
      await page.locator("thead input[type=checkbox]").click();
      await page.waitForTimeout(800);
      await page.screenshot({ path: `/tmp/look-bar-${scheme}.png` });
      await page.getByRole("button", { name: language === "en" ? /All \d+ matching/ : /Усі \d+/ }).click();
      await page.waitForTimeout(300);
      await page.getByRole("button", { name: language === "en" ? /^Cancel \d/ : /^Скасувати \d/ }).click();
      await page.waitForTimeout(800);
      await page.screenshot({ path: `/tmp/look-ask-${scheme}.png` });
      await page.goto(`/bulk/${id}`);
      await page.locator("[data-row]").first().waitFor();
      await page.waitForTimeout(500);
      await page.screenshot({ path: `/tmp/look-bulk-${scheme}.png` });
      await page.goto(`/bulk`);
      await page.locator("[data-row]").first().waitFor();
      await page.screenshot({ path: `/tmp/look-bulks-${scheme}.png` });
      await page.goto("/runs?view=x&process=Jammed");
      await page.locator("[data-row]").first().waitFor();
      await page
        .getByRole("button", { name: language === "en" ? "Save view …" : "Зберегти подання …" })
        .click();
      await page.waitForTimeout(800);
      await page.screenshot({ path: `/tmp/look-save-${scheme}.png` });
    }
  });
});
