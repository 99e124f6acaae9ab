import { describe, expect, it } from "vitest";
import { asked, makeSchedule, mend, postApi, startRun } from "./support/api";
import { open, useBrowser } from "./support/browser";

/** Runs a schedule now; its run may be told only after it was asked for. */
async function runNow(schedule: { id: string }): Promise<string> {
  await postApi(`schedules/${schedule.id}/run`, {});
  let run: string | undefined;
  const look = async () => {
    const { items } = await asked<{ items: { run_id?: string }[] }>(
      `schedules/${schedule.id}/firings?limit=1`,
    );
    run = items[0]?.run_id;
    return run;
  };
  await expect.poll(look, { timeout: 20_000 }).toBeTruthy();
  return run ?? "";
}

/** A run that a schedule of this zone started. */
async function runOfSchedule(name: string, timezone: string): Promise<string> {
  const input = { order: "from a schedule" };
  return runNow(await makeSchedule("Order", name, { cron: "30 3 * * *", timezone, overlap: "allow", input }));
}

describe("times", () => {
  useBrowser();

  it("never lose a press of the link they stand in, however soon it comes", async () => {
    const { id } = await startRun("Sized", {}, "Z-1");
    await mend(id, 5);
    const page = await open(`/runs/${id}?tab=variables&name=size`);
    const link = page.getByTitle("Show the run after fact 1");
    const away = page.getByRole("heading", { level: 1 });
    await link.waitFor();
    // All that happens to an element under the mouse, in one task: no frame lies between coming and pressing.
    const pressAtOnce = () =>
      link.locator("time").evaluate((time) => {
        const box = time.getBoundingClientRect();
        const at = {
          clientX: box.left + 4,
          clientY: box.top + 4,
          bubbles: true,
          composed: true,
          cancelable: true,
        };
        const under = () => document.elementFromPoint(at.clientX, at.clientY) ?? time;
        under().dispatchEvent(new PointerEvent("pointerover", at));
        under().dispatchEvent(new PointerEvent("pointerdown", at));
        const down = under();
        down.dispatchEvent(new MouseEvent("mousedown", at));
        return new Promise<boolean>((resolve) => {
          // A frame, in which a card would be made, lies between down and up.
          requestAnimationFrame(() => {
            const up = under();
            up.dispatchEvent(new PointerEvent("pointerup", at));
            // As a browser does it: a click goes to what was pressed and let go.
            if (up === down && down.isConnected)
              up.dispatchEvent(new MouseEvent("click", { ...at, button: 0 }));
            resolve(up === down && down.isConnected);
          });
        });
      });
    for (let time = 0; time < 10; time += 1) {
      expect(await pressAtOnce(), `press ${time}`).toBe(true);
      await page.waitForURL(/at=1/);
      await page.goBack();
      await page.waitForURL((url) => !url.search.includes("at="));
      await away.hover();
    }
    // And by the mouse of the browser itself.
    for (let time = 0; time < 10; time += 1) {
      await page.locator("header [data-status=waiting]").waitFor();
      await page.mouse.move(1, 1);
      const box = (await link.boundingBox()) ?? { x: 0, y: 0 };
      await page.mouse.move(box.x + 4, box.y + 4);
      await page.mouse.down();
      await page.mouse.up();
      await page.waitForURL(/at=1/);
      await page.goBack();
      await page.waitForURL((url) => !url.search.includes("at="));
    }
  });

  it("show the viewer's zone, that of the run's schedule and UTC, to copy", async () => {
    const page = await open(`/runs/${await runOfSchedule("tokyo", "Asia/Tokyo")}`);
    await page.locator("dl time").first().hover();
    await page.getByText("Your time (Europe/Kyiv)").waitFor();
    await page.getByText("The run's zone (Asia/Tokyo)").waitFor();
    await page.getByText("UTC", { exact: true }).waitFor();
    // The way into the card does not shut it.
    await page.getByRole("button", { name: "Copy as RFC 3339" }).hover();
    await page.getByRole("button", { name: "Copy as RFC 3339" }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*Z$/);
    await page.getByRole("heading", { level: 1 }).hover();
    await page.getByText("Your time (Europe/Kyiv)").waitFor({ state: "hidden" });
  });

  it("say it once where the run's zone is the viewer's", async () => {
    const page = await open(`/runs/${await runOfSchedule("kyiv", "Europe/Kyiv")}`, { language: "uk" });
    await page.locator("dl time").first().hover();
    await page.getByText("Ваш час і пояс запуску (Europe/Kyiv)").waitFor();
    expect(await page.getByText(/^Пояс запуску/).count()).toBe(0);
  });
});
