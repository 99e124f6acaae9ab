import { describe, expect, it } from "vitest";
import { startRun } from "./support/api";
import { open, useBrowser } from "./support/browser";

describe("saved views", () => {
  useBrowser();

  it("keeps filters under a name, says when they changed, and lets go of them", async () => {
    await startRun("Stuck", {}, "VIEW-1");
    const page = await open("/runs?process=Stuck&status=incident", { role: "operator" });
    const views = page.getByRole("navigation", { name: "Views" });
    await page.getByRole("button", { name: "Save view …" }).click();
    await page.getByLabel("Name").fill("Discounts that wait");
    await page.getByLabel("Everybody sees it").check();
    await page.getByRole("button", { name: "Save view", exact: true }).click();
    const view = views.getByRole("link", { name: "Discounts that wait" });
    await view.waitFor();
    await page.waitForURL(/view=/);
    expect(await view.getAttribute("aria-current")).toBe("page");

    // Other filters are another view, and it says so.
    await page.getByRole("searchbox").fill("VIEW-1");
    await views.getByText("changed").waitFor();
    await page.getByRole("button", { name: /^View Discounts that wait/ }).click();
    await page.getByRole("menuitem", { name: "Save changes" }).click();
    await views.getByText("changed").waitFor({ state: "detached" });
    await views.getByRole("link", { name: "All", exact: true }).click();
    await page.waitForURL((url) => url.search === "");
    await view.click();
    await page.waitForURL(/q=VIEW-1/);

    // A colleague sees it and cannot change it.
    const colleague = await open("/runs", { role: "viewer" });
    const theirs = colleague.getByRole("navigation", { name: "Views" });
    await theirs.getByRole("link", { name: "Discounts that wait" }).click();
    await colleague.waitForURL(/process=Stuck/);
    await colleague.locator("[data-row]").first().waitFor();
    expect(await colleague.getByRole("button", { name: /^View Discounts/ }).count()).toBe(0);

    await page.getByRole("button", { name: /^View Discounts that wait/ }).click();
    await page.getByRole("menuitem", { name: "Rename or share …" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Discounts");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await views.getByRole("link", { name: /Discounts$/ }).waitFor();
    await page.getByRole("button", { name: /^View Discounts/ }).click();
    await page.getByRole("menuitem", { name: "Delete the view" }).click();
    await page.getByRole("button", { name: "Delete the view" }).click();
    await views.getByRole("link", { name: /Discounts$/ }).waitFor({ state: "detached" });
    // The filters stay: only the name went.
    expect(page.url()).toContain("q=VIEW-1");
  });

  it("keeps a private view from everybody else", async () => {
    const page = await open("/runs?process=Stuck&status=failed", { role: "viewer" });
    await page.getByRole("button", { name: "Save view …" }).click();
    expect(await page.getByLabel("Everybody sees it").isDisabled()).toBe(true);
    await page.getByLabel("Name").fill("Mine alone");
    await page.getByRole("button", { name: "Save view", exact: true }).click();
    await page.getByRole("link", { name: "Mine alone" }).waitFor();
    const other = await open("/runs", { role: "administrator" });
    await other.getByRole("link", { name: "All", exact: true }).waitFor();
    expect(await other.getByRole("link", { name: "Mine alone" }).count()).toBe(0);
  });
});
