import { describe, expect, inject, it } from "vitest";
import { makeSchedule } from "./support/api";
import { open, useBrowser } from "./support/browser";

describe("access", () => {
  useBrowser();

  it("makes a user, gives another role, deactivates; each says what it will do", async () => {
    const page = await open("/access");
    await page.getByRole("button", { name: "New user" }).click();
    await page.getByLabel("Name").fill("ann");
    await page.getByRole("textbox", { name: "Password" }).fill("a long password");
    await page.getByRole("button", { name: "Create the user" }).click();
    const row = page.locator("tr", { hasText: "ann" });
    await row.getByText("Active").waitFor();
    await row.getByRole("combobox", { name: "Role of ann" }).click();
    await page.getByRole("option", { name: "designer" }).click();
    await page.getByRole("button", { name: "Give the role designer" }).click();
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>("[aria-label='Role of ann']")?.value === "designer",
    );
    await row.getByRole("button", { name: "Actions: ann" }).click();
    await page.getByRole("menuitem", { name: "Deactivate" }).click();
    await page.getByText("They are out at once").waitFor();
    await page.getByRole("button", { name: "Deactivate ann" }).click();
    await row.getByText("Deactivated").waitFor();
  });

  it("says beside the button why a user cannot be made", async () => {
    const page = await open("/access");
    await page.getByRole("button", { name: "New user" }).click();
    await page.getByLabel("Name").fill("test-viewer");
    await page.getByRole("textbox", { name: "Password" }).fill("a long password");
    await page.getByRole("button", { name: "Create the user" }).click();
    await page.getByRole("dialog").getByRole("alert").waitFor();
  });

  it("shows a token once, and revokes it", async () => {
    const page = await open("/access?tab=tokens");
    await page.getByRole("button", { name: "New token" }).click();
    await page.getByLabel("Name").fill("nightly-export");
    await page.getByRole("button", { name: "Create the token" }).click();
    await page.getByText("It is shown this once").waitFor();
    expect(await page.getByRole("dialog").locator("pre").innerText()).toMatch(/^tl_\S{40,}$/);
    await page.getByRole("button", { name: "I have copied it" }).click();
    await page.getByRole("button", { name: "Revoke nightly-export" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke nightly-export" }).click();
    await page.locator("tr", { hasText: "nightly-export" }).getByText("Revoked").waitFor();
  });

  it("gives a right on a process and takes it back", async () => {
    const page = await open("/access?tab=rights");
    await page.getByRole("button", { name: "Give a right" }).click();
    await page.getByRole("combobox", { name: "Process" }).fill("Payroll");
    await page.getByRole("combobox", { name: "Who" }).click();
    await page.getByRole("option", { name: "designer" }).click();
    await page.getByRole("button", { name: "Give the right" }).click();
    const row = page.locator("[data-row]", { hasText: "Payroll" });
    await row.getByRole("button", { name: /^Take back/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
    await row.waitFor({ state: "detached" });
  });

  it("keeps the filters of the audit log in the address, and exports what they let through", async () => {
    const page = await open("/access?tab=audit&action=create_user");
    await page.locator("[data-row]").first().waitFor();
    expect(await page.locator("[data-row]", { hasNotText: "Create a user" }).count()).toBe(0);
    const href = await page.getByRole("link", { name: "Export CSV" }).getAttribute("href");
    expect(href).toBe("/api/v1/audit/export?format=csv&action=create_user");
    const file = await page.request.get(href ?? "");
    expect(file.status()).toBe(200);
    expect(await file.text()).toContain("create_user");
    await page.getByRole("button", { name: "Remove the filter What" }).click();
    await page.waitForURL((url) => url.search === "?tab=audit");
    await page.getByRole("combobox", { name: "What", exact: true }).fill("Create a us");
    await page.getByRole("option", { name: "Create a user" }).click();
    await page.waitForURL(/action=create_user/);
  });

  it("says in the language of the page what was done, and leads to what has a page", async () => {
    const { id } = await makeSchedule("LongWait", "for-the-audit", { cron: "0 0 1 1 *", timezone: "UTC" });
    const page = await open(`/access?tab=audit&object=schedules/${id}`, { language: "uk" });
    const { url, token } = inject("service");
    const headers = { authorization: `Bearer ${token}` };
    await fetch(`${url}/api/v1/schedules/${id}/pause`, { method: "POST", headers });
    await page.reload();
    await page.locator("[data-row]", { hasText: "Призупинити розклад" }).first().waitFor();
    await page
      .getByRole("link", { name: `schedules/..${id.slice(-8)}` })
      .first()
      .click();
    await page.waitForURL(`**/schedules/${id}`);
  });

  it("tells who is no administrator who gives more, and shows nothing else", async () => {
    const page = await open("/access?tab=audit", { role: "viewer" });
    await page.getByText("Your role is viewer.").waitFor();
    expect(await page.getByRole("tab").count()).toBe(0);
    expect(await page.getByRole("button", { name: "New user" }).count()).toBe(0);
    await page.getByRole("button", { name: "New token" }).waitFor();
  });
});
