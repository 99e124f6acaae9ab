import { describe, expect, it } from "vitest";
import { factsOf, makeSchedule, startRun } from "./support/api";
import { clicks, open, useBrowser } from "./support/browser";

describe("home", () => {
  useBrowser();

  it("is where one lands, and H leads back to it", async () => {
    const page = await open("/", { role: "viewer" });
    await page.getByRole("heading", { name: "Home", level: 1 }).waitFor();
    await page.getByRole("link", { name: "Schedules" }).click();
    await page.getByRole("heading", { name: "Schedules", level: 1 }).waitFor();
    await page.keyboard.press("h");
    await page.getByRole("heading", { name: "Home", level: 1 }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Find or go to …").fill("Hom");
    await page.getByRole("dialog").getByText("Home").waitFor();
  });

  it("tries all runs of one cause again with two clicks, and those only", async () => {
    // A cause no other test has: all of it is ours.
    const mine: string[] = [];
    for (let n = 1; n <= 12; n += 1) mine.push((await startRun("Refused", { n }, `R-${n}`)).id);
    const other = (await startRun("Stuck", {}, "left alone")).id;
    const page = await open("/", { role: "operator" });
    const cause = page.locator('[data-cause^="incident Refused"]');
    await cause.getByText("12 runs stopped at “refuse”").waitFor();
    await cause.getByRole("button", { name: "Retry all 12: Ask for a refund" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Retry 12 runs" }).click();
    await page.waitForURL(/\/bulk\//);
    expect(await clicks(page)).toBeLessThanOrEqual(2);
    await page.getByText("Retry of 12 runs").first().waitFor();
    for (const id of mine) await expect.poll(() => factsOf(id), { timeout: 20_000 }).toContain("retried");
    expect(await factsOf(other)).not.toContain("retried");
  });

  it("shows the runs of a cause, and of a bar of the plot", async () => {
    await startRun("Stuck", {}, "shown");
    const page = await open("/", { role: "viewer" });
    const cause = page.locator('[data-cause^="incident Stuck"]');
    await cause.getByRole("link").click();
    await page.waitForURL(/\/runs\?/);
    expect(new URL(page.url()).searchParams.get("process")).toBe("Stuck");
    await page.locator("[data-row]").first().waitFor();
    expect(await page.locator("[data-row] [data-status]:not([data-status=incident])").count()).toBe(0);

    await page.goBack();
    await page.locator("[data-bar]").last().click();
    await page.waitForURL(/\/runs\?.*until=/);
    await page.locator("[data-row]").first().waitFor();
    const search = new URL(page.url()).searchParams;
    const half = Date.parse(search.get("until") ?? "") - Date.parse(search.get("since") ?? "");
    expect(half).toBe(1_800_000);
  });

  it("has room for its numbers in either language", async () => {
    const many = { status: "incident", count: 12_345, at_least: false };
    for (const language of ["en", "uk"] as const) {
      const page = await open("about:blank", { language });
      await page.route("**/api/v1/runs/counts?**", async (route) => {
        const asked = new URL(route.request().url()).searchParams.get("status") ?? "";
        const counts = asked.split(",").map((status) => ({ ...many, status }));
        await route.fulfill({ json: { counts } });
      });
      await page.goto("/");
      await page.locator("[data-tile=suspended] b:not(:empty)").waitFor();
      const over = await page
        .locator("[data-tile]")
        .evaluateAll((tiles) => tiles.filter((tile) => tile.scrollWidth > tile.clientWidth).length);
      expect(over).toBe(0);
    }
  });

  it("has the plot as a table, in the address", async () => {
    await startRun("Order", { order: "P-1" });
    const page = await open("/");
    await page.getByRole("button", { name: "As a table" }).click();
    await page.waitForURL(/plot=table/);
    await page.reload();
    const row = page.getByRole("row").nth(1);
    expect(Number((await row.getByRole("cell").nth(1).textContent())?.replace(/\D/g, ""))).toBeGreaterThan(0);
    await row.getByRole("link").first().click();
    await page.waitForURL(/\/runs\?since=/);
  });

  it("counts as the lists do, and leads to them", async () => {
    await startRun("LongWait", {}, "counted");
    const page = await open("/");
    const tile = page.locator("[data-tile=waiting]");
    await tile.getByText(/^\d/).waitFor();
    await tile.click();
    await page.waitForURL(/status=waiting/);
    await page.locator("[data-row]").first().waitFor();
    // The rail says how many need a person, on every page.
    await startRun("Stuck", {}, "in the rail");
    await page.locator("[data-incidents]").waitFor();
  });

  it("says what fires next by both clocks", async () => {
    const { id } = await makeSchedule("LongWait", "often-ny", {
      cron: "*/5 * * * * *",
      timezone: "America/New_York",
    });
    const page = await open("/");
    const next = page.getByRole("region", { name: "Next by the clock" });
    await next
      .getByText(/New York/)
      .first()
      .waitFor();
    await next.getByRole("link", { name: /often-ny/ }).click();
    await page.waitForURL(`**/schedules/${id}`);
  });

  it("offers a viewer nothing they may not press", async () => {
    await startRun("Stuck", {}, "looked at");
    const page = await open("/", { role: "viewer" });
    await page.locator("[data-cause]").first().waitFor();
    expect(await page.getByRole("button", { name: /Retry/ }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "Run process" }).count()).toBe(1); // the rail's
  });

  it("says of each part what is wrong with it, and shows the others", async () => {
    const page = await open("/");
    await page.locator("[data-tile]").first().waitFor();
    await page.route("**/api/v1/runs/series*", (route) =>
      route.fulfill({
        status: 500,
        contentType: "application/problem+json",
        body: JSON.stringify({
          type: "urn:throughline:problem:internal",
          title: "Something went wrong",
          status: 500,
          detail: "The series cannot be counted.",
          request_id: "0",
        }),
      }),
    );
    await page.reload();
    await page.getByRole("region", { name: "Last 24 hours" }).getByRole("alert").waitFor();
    await page.getByRole("region", { name: "Next by the clock" }).getByRole("link").first().waitFor();
    await page.unroute("**/api/v1/runs/series*");
    await page.getByRole("region", { name: "Last 24 hours" }).getByRole("button", { name: "Retry" }).click();
    await page.locator("[data-bar]").first().waitFor();
  });

  it("tells a new installation what to do first", async () => {
    const page = await open("/");
    await page.route(/\/api\/v1\/runs\?/, (route) => route.fulfill({ json: { items: [] } }));
    await page.reload();
    await page.getByText("Nothing has run here yet").waitFor();
    expect(await page.getByRole("main").getByRole("link", { name: "Run process" }).count()).toBe(1);
    expect(await page.getByRole("link", { name: "Deploy a process" }).count()).toBe(1);
  });
});

describe("one's own password", () => {
  useBrowser();

  it("is changed by who is no administrator, and mistakes stand at their field", async () => {
    const page = await open("/", { role: "designer", ownSession: true });
    const change = async (old: string, next: string) => {
      await page.getByRole("button", { name: /^Account of/ }).click();
      await page.getByRole("menuitem", { name: /Change my password/ }).click();
      const dialog = page.getByRole("dialog", { name: "Change my password" });
      await dialog.getByLabel("Password of now").fill(old);
      await dialog.getByLabel("New password", { exact: true }).fill(next);
      await dialog.getByLabel("New password again").fill(next);
      await dialog.getByRole("button", { name: "Change my password" }).click();
      return dialog;
    };
    const wrong = await change("not it at all", "a better password");
    await wrong.getByText("That is not your password of now.").waitFor();
    await wrong.getByLabel("Password of now").fill("a password of designer");
    await wrong.getByRole("button", { name: "Change my password" }).click();
    await wrong.getByText("Your new password holds from now on.").waitFor();
    await wrong.getByRole("button", { name: "Close" }).last().click();
    // Back to what the other tests know.
    const back = await change("a better password", "a password of designer");
    await back.getByText("Your new password holds from now on.").waitFor();
  });
});
