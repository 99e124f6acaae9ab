import { describe, expect, it } from "vitest";
import { records } from "./support/api";
import { open, useBrowser } from "./support/browser";
import { choose } from "./support/sections";

const USERS = "/s/webitel_users";

describe("sections", () => {
  useBrowser();

  it("imports the users of Webitel from the section's menu and is watched until it is done", async () => {
    const page = await open("/runs", { role: "operator" });
    await page.getByRole("link", { name: "Webitel Users", exact: true }).click();
    await page.getByRole("heading", { name: "Webitel Users" }).waitFor();
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Get users from Webitel" }).click();
    await page.waitForURL(/act=GetWebitelUsers/);
    await page.getByText("Get users from Webitel: done.").waitFor();
    await page.locator("[data-run] dt", { hasText: /^read$/ }).waitFor();
    // The address says it all: another tab sees the same.
    await page.reload();
    await page.getByText("Get users from Webitel: done.").waitFor();
    await page.getByRole("link", { name: "Open the run" }).click();
    await page.locator("header [data-status=completed]").waitFor();
  });

  it("keeps search, filters, order and columns in the address", async () => {
    const page = await open(USERS);
    await page.locator("[data-row]").first().waitFor();
    await page.getByLabel("Search …").fill("an");
    await page.waitForURL(/q=an/);
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByRole("combobox", { name: "Column" }).click();
    await page.getByRole("option", { name: "STUN" }).click();
    await page.getByRole("combobox", { name: "Value" }).click();
    await page.getByRole("option", { name: "No" }).click();
    await page.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL(/f.UseStun=eq:false/);
    await page.getByRole("button", { name: "Name", exact: true }).click();
    await page.waitForURL(/sort=Name/);
    await page.getByRole("columnheader", { name: "Name", exact: true }).waitFor();
    const seen = () => page.locator("[data-row]").evaluateAll((rows) => rows.map((row) => row.textContent));
    await page.waitForFunction(() => document.querySelectorAll("[data-row]").length < 50);
    const before = await seen();
    await page.reload();
    await page.locator("[data-row]").first().waitFor();
    expect(await seen()).toEqual(before);
    // Into a record and on to the next of this very list.
    await page.locator("[data-row] a").first().click();
    await page.getByText(/^1 of /).waitFor();
    await page.keyboard.press("BracketRight");
    await page.getByText(/^2 of /).waitFor();
    await page.getByRole("link", { name: "Webitel Users", exact: true }).last().click();
    await page.waitForURL(/q=an/);
  });

  it("makes a user by mouse, says where a number is taken, gives a licence, takes it, deletes", async () => {
    const taken = (await records("webitel_users", "sort=Username"))[0]?.values.Extension as string;
    const page = await open(USERS, { role: "operator" });
    await page.getByRole("link", { name: "Add user" }).click();
    await choose(page, "CRM user", "zoesilva");
    await page.getByText("This CRM user has the Webitel user zoesilva already.").waitFor();
    await choose(page, "CRM user", "Supervisor");
    await page.getByText("This CRM user has the Webitel user").waitFor({ state: "detached" });
    // Filled in from the CRM user.
    await page.locator("dd", { hasText: "Supervisor" }).first().waitFor();
    await page.getByRole("textbox", { name: "Extension" }).fill(taken);
    await page.getByText(`Extension ${taken} belongs to`).waitFor();
    await page.getByRole("textbox", { name: "Extension" }).fill("7301");
    await page.getByText(`Extension ${taken} belongs to`).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Add user" }).click();
    await page.getByText("Add user: done.").waitFor();
    await page.getByRole("link", { name: "Open the record" }).click();
    await page.getByRole("heading", { name: "Supervisor" }).waitFor();

    await page.getByRole("button", { name: "Assign licence" }).click();
    const dialog = page.getByRole("dialog");
    // The lookup is open already and lies over the button.
    await dialog.getByRole("heading").click();
    await dialog.getByRole("button", { name: "Assign licence" }).click();
    await dialog.getByText("Licence is needed.").waitFor();
    await choose(page, "Licence", "OPERATOR");
    await dialog.getByRole("button", { name: "Assign licence" }).click();
    await page.getByText("Assign licence: done.").waitFor();
    await page.getByRole("tab", { name: "Licences (1)" }).waitFor();
    await page.getByRole("button", { name: /^Remove OPERATOR/ }).click();
    await page.getByText("Its place is free for another user then.").waitFor();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Remove OPERATOR/ })
      .click();
    await page.getByRole("tab", { name: "Licences (0)" }).waitFor();

    await page.getByRole("textbox", { name: "Name" }).fill("The supervisor");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Save: done.").waitFor();
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Turn STUN on" }).click();
    await page.getByText("Turn STUN on: done.").waitFor();
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByText("STUN is on already.").waitFor();
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText("the CRM user and the contact stay").waitFor();
    await page.getByRole("button", { name: "Delete Supervisor" }).click();
    await page.getByText("Delete: done.").waitFor();
    expect(await records("webitel_users", "q=Supervisor")).toEqual([]);
  });

  it("does an action to those of a selection it fits, as many as it said", async () => {
    const [first, second] = await records("webitel_users", "sort=-Username");
    const page = await open(`${USERS}?sort=-Username`, { role: "operator" });
    for (const row of [first, second]) {
      await page.locator(`[data-row="${row?.id}"] input`).check();
    }
    await page.waitForURL(/sel=/);
    await page.getByRole("button", { name: "Turn STUN on (2)" }).click();
    await page.getByRole("heading", { name: "Turn STUN on for 2 users?" }).waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Turn STUN on (2)" }).click();
    await page.getByText("Turn STUN on: 2 of 2 done").waitFor();
  });

  it("keeps what is written and not saved, through reload and another page, until it is discarded", async () => {
    const [first] = await records("webitel_users", "sort=Username");
    const page = await open(`${USERS}/${first?.id}`, { role: "operator" });
    const name = page.getByRole("textbox", { name: "Name" });
    const before = await name.inputValue();
    await name.fill("Written and not saved");
    await page.reload();
    await page.getByText("What you wrote here before is kept.").waitFor();
    expect(await name.inputValue()).toBe("Written and not saved");
    // That of the runs counts what needs attention.
    await page.getByRole("link", { name: "Schedules", exact: true }).click();
    await page.getByRole("heading", { name: "Schedules" }).waitFor();
    await page.goBack();
    expect(await name.inputValue()).toBe("Written and not saved");
    await page.getByRole("button", { name: "Discard changes" }).click();
    await page.reload();
    expect(await name.inputValue()).toBe(before);
  });

  it("asks once before it deletes, in the words of the section's file", async () => {
    const [first] = await records("webitel_users", "sort=Username");
    const page = await open(`${USERS}/${first?.id}`, { role: "operator" });
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("heading", { name: `Delete the Webitel user ${first?.title}?` }).waitFor();
    await page.getByText(/^In Webitel user \d+ goes with its default device/).waitFor();
    await page.getByRole("button", { name: "Keep" }).click();
  });

  it("shows a viewer everything and lets change nothing", async () => {
    const [first] = await records("webitel_users", "sort=Username");
    const page = await open(USERS, { role: "viewer" });
    await page.locator("[data-row]").first().waitFor();
    expect(await page.getByRole("link", { name: "Add user" }).count()).toBe(0);
    expect(await page.getByRole("checkbox").count()).toBe(0);
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByText("You may look.").first().waitFor();
    await page.goto(`${USERS}/${first?.id}`);
    await page.getByRole("heading", { name: String(first?.title) }).waitFor();
    expect(await page.getByRole("textbox").count()).toBe(0);
    await page.getByRole("button", { name: "Save" }).and(page.locator("[aria-disabled=true]")).waitFor();
    await page.goto(`${USERS}/new`);
    await page.getByText("You may look.").waitFor();
  });

  it("speaks the Ukrainian of the section's file", async () => {
    const page = await open(USERS, { language: "uk" });
    await page.getByRole("heading", { name: "Користувачі Webitel" }).waitFor();
    await page.getByRole("columnheader", { name: "Внутрішній номер" }).waitFor();
    await page.getByRole("button", { name: "Дії" }).click();
    await page.getByRole("menuitem", { name: "Отримати користувачів із Webitel" }).waitFor();
  });

  it("says that there is no such section, and no such record", async () => {
    const page = await open("/s/nothing");
    await page.getByRole("heading", { name: "There is no such section" }).waitFor();
    await page.goto(`${USERS}/00000000-0000-4000-8000-000000000000`);
    await page.getByRole("heading", { name: "There is no such record" }).waitFor();
  });
});
