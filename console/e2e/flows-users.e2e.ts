import { describe, expect, it } from "vitest";
import { asked, ran, records } from "./support/api";
import { open, useBrowser } from "./support/browser";
import { act, aUser, choose, saidAt } from "./support/sections";
import { crmRows, trapped, webitelUser } from "./support/simulators";

type Workplaces = { items: { name: string; sections: { key: string }[] }[] };

async function workplaces(): Promise<[string, string[]][]> {
  const { items } = await asked<Workplaces>("workplaces");
  return items.map(({ name, sections }) => [name, sections.map(({ key }) => key)]);
}

/** The first four of the nine things of the administrator's manual (docs/webitel.md), by mouse. */
describe("the manual by mouse: workplaces and users", () => {
  useBrowser();

  it("1: arranges workplaces and their sections, and says where a name is taken", async () => {
    const page = await open("/runs");
    await page.getByRole("link", { name: "Arrange workplaces" }).click();
    const center = page.getByRole("region", { name: "Contact Center" });
    await choose(center, "Add a section", "System Users");
    await center.getByRole("button", { name: "Move System Users up" }).click();
    await center.getByRole("listitem").first().getByText("System Users").waitFor();
    await page.getByLabel("Name of a new workplace").fill("Studio");
    await page.getByRole("button", { name: "Create" }).click();
    const studio = page.getByRole("region", { name: "Studio" });
    await studio.getByText("No sections yet").waitFor();
    for (const section of ["Webitel Users", "Webitel Licences", "Webitel Roles"]) {
      await choose(studio, "Add a section", section);
      await studio.getByRole("button", { name: `Take ${section} out` }).waitFor();
    }
    await studio.getByRole("button", { name: "Take Webitel Roles out" }).click();
    await studio.getByRole("button", { name: "Take Webitel Roles out" }).waitFor({ state: "detached" });
    await studio.getByRole("button", { name: "Move Studio up" }).click();
    // The side menu follows.
    const menu = page.getByRole("navigation").getByRole("list");
    await menu
      .and(page.getByRole("list", { name: "Studio" }))
      .getByRole("link")
      .nth(1)
      .waitFor();
    await expect.poll(workplaces).toEqual([
      ["Studio", ["webitel_users", "webitel_licenses"]],
      ["Contact Center", ["crm_users", "webitel_users"]],
    ]);

    const name = studio.getByRole("textbox", { name: "Name" });
    await name.fill("Contact Center");
    await saidAt(name, /^Another workplace is called “Contact Center” already\. Choose another name\./);
    expect(await studio.getByRole("button", { name: "Rename" }).isDisabled()).toBe(true);
    await page.getByLabel("Name of a new workplace").fill("Studio");
    await saidAt(page.getByLabel("Name of a new workplace"), /^Another workplace is called “Studio” already/);

    await studio.getByRole("button", { name: "Delete" }).click();
    await page.getByText("Its sections and their records stay.").waitFor();
    await page.getByRole("button", { name: "Delete “Studio”" }).click();
    await studio.waitFor({ state: "detached" });
    await center.getByRole("button", { name: "Take System Users out" }).click();
    await expect.poll(workplaces).toEqual([["Contact Center", ["webitel_users"]]]);
  });

  it("2: makes a user of the CRM; a taken login and a contact with a login stand at their fields", async () => {
    const page = await open("/s/crm_users");
    await page.getByRole("link", { name: "Add user" }).click();
    await choose(page, "Kind", "Portal user");
    const login = page.getByRole("textbox", { name: "Login" });
    const contact = page.getByRole("textbox", { name: "Contact" });
    await login.fill("Supervisor");
    await saidAt(login, /^The login Supervisor is taken\. Choose another\./);
    await login.fill("petro.koval");
    await contact.fill("Supervisor");
    await page.getByRole("textbox", { name: "E-mail" }).fill("petro.koval@example.com");
    await page.getByRole("textbox", { name: "Phone" }).fill("+380441234567");
    const add = page.getByRole("button", { name: "Add user" });
    await add.click();
    // Only the run finds out.
    await page.getByText("Add user did not go through.").waitFor();
    await saidAt(contact, /Supervisor/);
    expect(await crmRows("SysAdminUnit", "Name", "petro.koval")).toEqual([]);

    await contact.fill("Petro Koval");
    await add.click();
    await page.getByText("Add user: done.").waitFor();
    await page.getByText("The user has no password yet").waitFor();
    expect(await crmRows("SysAdminUnit", "Name", "petro.koval")).toMatchObject([
      { Active: true, ConnectionType: 1 },
    ]);
    expect(await crmRows("Contact", "Name", "Petro Koval")).toMatchObject([
      { Email: "petro.koval@example.com", Phone: "+380441234567" },
    ]);
    expect(await webitelUser("petro.koval")).toBeUndefined();
  });

  it("3: makes a Webitel user from the CRM user's actions, with an extension that is free", async () => {
    await ran("CreateCrmUser", {
      kind: "company_employee",
      login: "iryna.melnyk",
      contact_name: "Iryna Melnyk",
    });
    const page = await open("/s/crm_users?q=iryna");
    await page.getByRole("link", { name: "iryna.melnyk" }).click();
    await act(page, "Create Webitel user");
    const dialog = page.getByRole("dialog");
    const extension = dialog.getByRole("textbox", { name: "Extension" });
    await dialog.getByText("Without an extension this user can register no SIP phone").waitFor();
    await extension.fill("1000");
    await saidAt(extension, /^Extension 1000 belongs to the Webitel user \S+\. Choose another\./);
    // Pressed all the same, it starts nothing.
    await dialog.getByRole("button", { name: "Create Webitel user" }).click();
    await saidAt(extension, /Choose another/);
    await extension.fill("2001");
    await page.getByText("Choose another").waitFor({ state: "detached" });
    await trapped(
      "webitel",
      { method: "POST", path: "/api/users", then: { kind: "refuse", status: 403 } },
      async () => {
        await dialog.getByRole("button", { name: "Create Webitel user" }).click();
        await page.getByText("Create Webitel user did not go through.").waitFor();
      },
    );
    expect(await webitelUser("iryna.melnyk")).toBeUndefined();
    expect(await crmRows("WebitelUser", "Username", "iryna.melnyk")).toEqual([]);

    await act(page, "Create Webitel user");
    await extension.fill("2001");
    await dialog.getByRole("button", { name: "Create Webitel user" }).click();
    await page.getByText("Create Webitel user: done.").waitFor();
    const made = await webitelUser("iryna.melnyk");
    expect(made).toMatchObject({ name: "Iryna Melnyk", extension: "2001", device: { name: "Iryna Melnyk" } });
    expect(await crmRows("WebitelUser", "Username", "iryna.melnyk")).toMatchObject([
      { Extension: "2001", WebitelUserId: made?.id, DefaultDeviceId: made?.device?.id },
    ]);
  });

  it("3: changes a Webitel user on both sides; what was taken in between stands at its field", async () => {
    const page = await open(await aUser("taras.hrytsenko", "Taras Hrytsenko", "2101"));
    const extension = page.getByRole("textbox", { name: "Extension" });
    await page.getByRole("textbox", { name: "Name" }).fill("Taras H.");
    await extension.fill("2102");
    await page.getByRole("button", { name: "Discard changes" }).waitFor();
    await aUser("olha.bila", "Olha Bila", "2102");
    await page.getByRole("button", { name: "Save" }).click();
    await saidAt(extension, /^Extension 2102 belongs to the Webitel user olha\.bila/);
    expect(await webitelUser("taras.hrytsenko")).toMatchObject({
      name: "Taras Hrytsenko",
      extension: "2101",
    });
    await extension.fill("2103");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Save: done.").waitFor();
    expect(await webitelUser("taras.hrytsenko")).toMatchObject({ name: "Taras H.", extension: "2103" });
    expect(await crmRows("WebitelUser", "Username", "taras.hrytsenko")).toMatchObject([
      { Name: "Taras H.", Extension: "2103" },
    ]);
    // The form is the record's again.
    await page.getByRole("button", { name: "Discard changes" }).waitFor({ state: "detached" });
    await expect.poll(() => extension.inputValue()).toBe("2103");
  });

  it("4: deletes a Webitel user on both sides; refused, everything stays", async () => {
    const page = await open(await aUser("stepan.kit", "Stepan Kit", "2201"));
    const remove = async () => {
      await page.getByRole("button", { name: "Delete", exact: true }).click();
      await page.getByText("the CRM user and the contact stay").waitFor();
      await page.getByRole("button", { name: "Delete stepan.kit" }).click();
    };
    await trapped(
      "webitel",
      { method: "DELETE", path: "/api/users/*", then: { kind: "refuse", status: 403 } },
      async () => {
        await remove();
        await page.getByText("Delete did not go through.").waitFor();
      },
    );
    expect(await webitelUser("stepan.kit")).toBeDefined();
    expect(await records("webitel_users", "q=stepan.kit")).toHaveLength(1);

    await remove();
    await page.waitForURL(/\/s\/webitel_users\?/);
    await page.getByText("Delete: done.").waitFor();
    expect(await webitelUser("stepan.kit")).toBeUndefined();
    expect(await crmRows("WebitelUser", "Username", "stepan.kit")).toEqual([]);
    expect(await crmRows("SysAdminUnit", "Name", "stepan.kit")).toMatchObject([{ Active: true }]);
    expect(await crmRows("Contact", "Name", "Stepan Kit")).toHaveLength(1);
  });
});
