import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { asked, ran } from "./support/api";
import { open, useBrowser } from "./support/browser";
import { act, aUser, choose, saidAt } from "./support/sections";
import { crmRows, makeWebitelUser, placesLeft, trapped, webitelUser } from "./support/simulators";

const MANAGER = "WT-MANAGER-1";

/** Records of the CRM's details of one user: `WebitelUserLicense` or `WebitelUserRole`. */
async function ofUser(entity: string, username: string): Promise<Record<string, unknown>[]> {
  const [user] = await crmRows("WebitelUser", "Username", username);
  return crmRows(entity, "WebitelUserId", String(user?.Id));
}

/** Opens the form of a detail. */
async function add(page: Page, what: string) {
  await page.getByRole("button", { name: what }).click();
  const dialog = page.getByRole("dialog");
  return { dialog, press: () => dialog.getByRole("button", { name: what }).click() };
}

/** Presses the bin at a row and then what it names. */
async function takeAway(page: Page, what: string) {
  await page.getByRole("button", { name: what }).click();
  await page.getByRole("dialog").getByRole("button", { name: what }).click();
}

/** The last five of the nine things of the administrator's manual (docs/webitel.md), by mouse. */
describe("the manual by mouse: licences, roles, STUN, import", () => {
  useBrowser();

  it("5: assigns a licence; one that is held by now stands at its field, one without places is not offered", async () => {
    const page = await open(await aUser("lesia.moroz", "Lesia Moroz"));
    const left = await placesLeft(MANAGER);
    const first = await add(page, "Assign licence");
    const licence = first.dialog.getByRole("combobox", { name: "Licence" });
    await licence.click();
    await page.getByRole("option", { name: "MANAGER" }).waitFor();
    expect(await page.getByRole("option", { name: "SUPERVISOR" }).count()).toBe(0);
    await page.getByRole("option", { name: "MANAGER" }).click();
    await first.press();
    await page.getByText("Assign licence: done.").waitFor();
    await page.getByRole("tab", { name: "Licences (1)" }).waitFor();
    expect(await placesLeft(MANAGER)).toBe(left - 1);
    expect((await webitelUser("lesia.moroz"))?.license).toMatchObject([{ id: MANAGER }]);
    expect(await ofUser("WebitelUserLicense", "lesia.moroz")).toMatchObject([{ LicenseId: MANAGER }]);

    const second = await add(page, "Assign licence");
    await choose(second.dialog, "Licence", "MANAGER");
    await saidAt(licence, /lesia\.moroz has this licence already/);
    await choose(second.dialog, "Licence", "CALL_CENTER");
    await page.getByText("has this licence already").waitFor({ state: "detached" });
    await ran("AssignLicense", { webitel_user: "lesia.moroz", license: "CALL_CENTER" });
    await second.press();
    await saidAt(licence, /has this licence already/);
  });

  it("5: says in place what Webitel refuses, and nothing was taken", async () => {
    const page = await open(await aUser("ihor.sava", "Ihor Sava"));
    const left = await placesLeft(MANAGER);
    const { dialog, press } = await add(page, "Assign licence");
    await choose(dialog, "Licence", "MANAGER");
    await trapped(
      "webitel",
      { method: "PATCH", path: "/api/users/*", times: 0, then: { kind: "refuse", status: 403 } },
      async () => {
        await press();
        await page.getByText("Assign licence did not go through.").waitFor();
      },
    );
    expect(await placesLeft(MANAGER)).toBe(left);
    expect(await ofUser("WebitelUserLicense", "ihor.sava")).toEqual([]);
    await page.getByRole("tab", { name: "Licences (0)" }).waitFor();
  });

  it("6: removes a licence and gives its place back; refused, it stays", async () => {
    const at = await aUser("nadiia.rud", "Nadiia Rud");
    await ran("AssignLicense", { webitel_user: "nadiia.rud", license: "Manager" });
    const left = await placesLeft(MANAGER);
    const page = await open(at);
    await trapped(
      "webitel",
      { method: "PATCH", path: "/api/users/*", times: 0, then: { kind: "refuse", status: 403 } },
      async () => {
        await takeAway(page, "Remove MANAGER Manager");
        await page.getByText("Remove did not go through.").waitFor();
      },
    );
    expect(await ofUser("WebitelUserLicense", "nadiia.rud")).toHaveLength(1);
    await takeAway(page, "Remove MANAGER Manager");
    await page.getByText("Remove: done.").waitFor();
    await page.getByRole("tab", { name: "Licences (0)" }).waitFor();
    expect(await placesLeft(MANAGER)).toBe(left + 1);
    expect((await webitelUser("nadiia.rud"))?.license ?? []).toEqual([]);
    expect(await ofUser("WebitelUserLicense", "nadiia.rud")).toEqual([]);
  });

  it("7: assigns a role and removes it; one that is held stands at its field", async () => {
    const page = await open(await aUser("oleh.vovk", "Oleh Vovk"));
    await page.getByRole("tab", { name: "Roles (0)" }).click();
    const first = await add(page, "Assign role");
    await choose(first.dialog, "Role", "Support");
    await first.press();
    await page.getByText("Assign role: done.").waitFor();
    await page.getByRole("tab", { name: "Roles (1)" }).waitFor();
    expect((await webitelUser("oleh.vovk"))?.roles).toMatchObject([{ name: "Support" }]);
    expect(await ofUser("WebitelUserRole", "oleh.vovk")).toMatchObject([{ Name: "Support" }]);

    const second = await add(page, "Assign role");
    await choose(second.dialog, "Role", "Support");
    await saidAt(second.dialog.getByRole("combobox", { name: "Role" }), /has this role already/);
    await second.dialog.getByRole("button", { name: "Cancel" }).click();

    await takeAway(page, "Remove Support");
    await page.getByText("Remove: done.").waitFor();
    await page.getByRole("tab", { name: "Roles (0)" }).waitFor();
    expect((await webitelUser("oleh.vovk"))?.roles ?? []).toEqual([]);
    expect(await ofUser("WebitelUserRole", "oleh.vovk")).toEqual([]);
  });

  it("8: turns STUN on and off; refused, it says so and stays as it was", async () => {
    const page = await open(await aUser("roman.luk", "Roman Luk"));
    const stun = async () => (await crmRows("WebitelUser", "Username", "roman.luk"))[0]?.UseStun;
    await trapped(
      "creatio",
      { method: "PATCH", path: "/0/odata/WebitelUser*", times: 0, then: { kind: "refuse", status: 403 } },
      async () => {
        await act(page, "Turn STUN on");
        await page.getByText("Turn STUN on did not go through.").waitFor();
      },
    );
    expect(await stun()).toBe(false);
    await act(page, "Turn STUN on");
    await page.getByText("Turn STUN on: done.").waitFor();
    expect(await stun()).toBe(true);
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByText("STUN is on already.").waitFor();
    await page.getByRole("menuitem", { name: "Turn STUN off" }).click();
    await page.getByText("Turn STUN off: done.").waitFor();
    expect(await stun()).toBe(false);
  });

  it("9: imports, shows how far it is, and goes on after a refusal where it stands", async () => {
    await makeWebitelUser({ username: "vira.hai", name: "Vira Hai" });
    const page = await open("/s/webitel_users");
    const place = page.locator("[data-run]");
    await trapped(
      "webitel",
      { method: "GET", path: "/api/users", then: { kind: "refuse", status: 403 } },
      async () => {
        await act(page, "Get users from Webitel");
        await page.getByText("Get users from Webitel needs a person.").waitFor();
      },
    );
    await trapped(
      "creatio",
      { method: "POST", path: "/0/odata/WebitelUser", then: { kind: "hold" } },
      async (trap) => {
        await place.getByRole("button", { name: "Retry" }).click();
        await trap.caught();
        await place.getByText(/^\d+ of \d+ done/).waitFor();
        await place.getByRole("progressbar").waitFor();
        await trap.release();
      },
    );
    await page.getByText("Get users from Webitel: done.").waitFor();
    await place.locator("div", { hasText: /^created1$/ }).waitFor();
    expect(await crmRows("WebitelUser", "Username", "vira.hai")).toMatchObject([{ Name: "Vira Hai" }]);
    const { total } = await asked<{ total: number }>("sections/webitel_users/records?limit=1");
    await page
      .getByText(new RegExp(`of ${total}$`))
      .first()
      .waitFor();
  });
});
