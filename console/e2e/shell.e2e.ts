import { describe, expect, it } from "vitest";
import { records, startRun } from "./support/api";
import { open, useBrowser } from "./support/browser";

describe("shell", () => {
  useBrowser();

  it("finds a run by its pasted id", async () => {
    const { id } = await startRun("Order", { order: "P-1" });
    const page = await open("/runs");
    await page.getByRole("heading", { name: "Runs" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Find or go to …").fill(id);
    await page.getByText("Open the run").waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/runs/${id}`);
  });

  it("finds sections and records, and stays where it is meanwhile", async () => {
    const [record] = await records("webitel_users", "limit=1");
    const page = await open("/");
    await page.getByRole("heading", { name: "Home", level: 1 }).waitFor();
    await page.keyboard.press("Control+k");
    const field = page.getByPlaceholder("Find or go to …");
    await field.waitFor();
    const at = (await field.boundingBox())?.y;
    const palette = page.getByRole("dialog");
    await field.fill("webitel us");
    await palette.getByText("Webitel Users", { exact: true }).first().waitFor();
    await field.fill(record?.title ?? "");
    await palette
      .getByText(record?.title ?? "", { exact: true })
      .first()
      .click();
    await page.waitForURL(/\/s\/webitel_users\/./);
    await page.keyboard.press("Control+k");
    await field.fill("nothing is called like this");
    await palette.getByText("All runs with").waitFor();
    expect((await field.boundingBox())?.y).toBe(at);
  });

  it("speaks Ukrainian where the browser does, and English when asked", async () => {
    const page = await open("/runs", { language: "uk" });
    await page.getByRole("heading", { name: "Запуски" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("uk");
    await page.getByText("EN", { exact: true }).click();
    await page.getByRole("heading", { name: "Runs" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Runs" }).waitFor();
  });

  it("remembers a dark room", async () => {
    const page = await open("/runs");
    await page.getByRole("button", { name: "Appearance" }).click();
    await page.getByRole("menuitem", { name: "Dark" }).click();
    await page.reload();
    expect(await page.locator("html").getAttribute("data-mantine-color-scheme")).toBe("dark");
  });

  it("says since when the service does not answer, and goes on when it does", async () => {
    const page = await open("/runs");
    await page.locator("[data-row]").first().waitFor();
    let unanswered = 0;
    await page.route("**/{api,health}/**", (route) => {
      if (new URL(route.request().url()).pathname === "/api/v1/runs") unanswered += 1;
      return route.abort();
    });
    await page.getByText(/^Connection lost at/).waitFor();
    // The list was asked for and asked for again: that it cannot be had is said once, over the page.
    await expect.poll(() => unanswered, { timeout: 30_000 }).toBeGreaterThan(3);
    expect(await page.getByRole("alert").count()).toBe(1);
    // What was there stays.
    expect(await page.locator("[data-row]").count()).toBeGreaterThan(0);
    await page.unroute("**/{api,health}/**");
    await page.getByText(/^Connection lost at/).waitFor({ state: "detached" });
  });

  it("tells its keys", async () => {
    const page = await open("/runs");
    await page.getByRole("heading", { name: "Runs" }).waitFor();
    await page.keyboard.press("Shift+Slash");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  });
});
