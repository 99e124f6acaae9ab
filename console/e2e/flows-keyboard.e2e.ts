import type { Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { asked, ran, records } from "./support/api";
import { open, useBrowser } from "./support/browser";
import { spent } from "./support/clicks";
import { palette, tabTo } from "./support/keys";
import { aUser } from "./support/sections";
import { crmRows, makeWebitelUser, webitelUser } from "./support/simulators";

/** Opens the lookup that has the focus, looks for `words` and takes the first that is found. */
async function take(page: Page, words: string) {
  await page.keyboard.type(words);
  await page
    .getByRole("option")
    .first()
    .and(page.getByRole("option", { name: words }))
    .waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
}

/** Confirms what a dialog asks: it begins at what keeps everything as it is. */
async function confirm(page: Page, act: RegExp) {
  await page.getByRole("dialog").waitFor();
  await tabTo(page, act);
  await page.keyboard.press("Enter");
}

/** The nine things of the administrator's manual by keyboard only, in Ukrainian, at 200 % zoom. */
describe("the manual by keyboard, in Ukrainian, large", () => {
  useBrowser();

  let page: Page;
  const sit = async (at: string) => {
    page = await open(at, { language: "uk", zoom: 200 });
    await page.locator("h1").waitFor();
  };
  // Registered after the one that closes the browser's windows, it runs before.
  afterEach(async () => expect((await spent(page)).clicks, "clicks of the mouse").toBe(0));

  it("1: workplaces", async () => {
    await sit("/workplaces");
    await page.getByRole("region", { name: "Contact Center" }).waitFor();
    await tabTo(page, /^Додати розділ/);
    await page.keyboard.press("Enter");
    await page.getByRole("option", { name: "Користувачі системи" }).waitFor();
    await page.keyboard.press("ArrowDown");
    while (!(await page.locator("[data-combobox-selected]", { hasText: "Користувачі системи" }).count()))
      await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Прибрати Користувачі системи" }).waitFor();
    await tabTo(page, /^Назва нового робочого місця/);
    await page.keyboard.type("Студія");
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Студія" }).waitFor();
    await tabTo(page, /^Видалити$/, { back: true });
    await page.keyboard.press("Enter");
    await confirm(page, /^Видалити «Студія»$/);
    await page.getByRole("region", { name: "Студія" }).waitFor({ state: "detached" });
    await tabTo(page, /^Прибрати Користувачі системи$/);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Прибрати Користувачі системи" }).waitFor({ state: "detached" });
    const { items } = await asked<{ items: { name: string }[] }>("workplaces");
    expect(items.map(({ name }) => name)).toEqual(["Contact Center"]);
  });

  it("2: a user of the CRM", async () => {
    await sit("/s/crm_users/new");
    await tabTo(page, /^Логін/);
    await page.keyboard.type("halyna.kos");
    await tabTo(page, /^Контакт/);
    await page.keyboard.type("Галина Кос");
    await page.keyboard.press("Enter");
    await page.getByText("Додати користувача: виконано.").waitFor();
    expect(await crmRows("SysAdminUnit", "Name", "halyna.kos")).toHaveLength(1);
  });

  it("3: a Webitel user is made and changed", async () => {
    await ran("CreateCrmUser", { kind: "company_employee", login: "yana.rom", contact_name: "Яна Ром" });
    await sit("/s/webitel_users/new");
    await tabTo(page, /^Користувач CRM/);
    await take(page, "yana.rom");
    await page.locator("dd", { hasText: "yana.rom" }).first().waitFor();
    await tabTo(page, /^Внутрішній номер/);
    await page.keyboard.type("2301");
    await page.keyboard.press("Enter");
    await page.getByText("Додати користувача: виконано.").waitFor();
    await tabTo(page, /^Відкрити запис$/, { back: true });
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "yana.rom" }).waitFor();
    await tabTo(page, /^Внутрішній номер/);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("2302");
    await page.keyboard.press("Enter");
    await page.getByText("Зберегти: виконано.").waitFor();
    expect(await webitelUser("yana.rom")).toMatchObject({ name: "Яна Ром", extension: "2302" });
  });

  it("4: a Webitel user is deleted", async () => {
    await sit(await aUser("denys.lys", "Денис Лис"));
    await tabTo(page, /^Видалити$/);
    await page.keyboard.press("Enter");
    await confirm(page, /^Видалити denys\.lys$/);
    await page.getByText("Видалити: виконано.").waitFor();
    expect(await webitelUser("denys.lys")).toBeUndefined();
    expect(await records("webitel_users", "q=denys.lys")).toEqual([]);
  });

  it("5, 6: a licence is assigned and taken away", async () => {
    await sit(await aUser("mariia.hud", "Марія Гудь"));
    await tabTo(page, /^Призначити ліцензію$/);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await tabTo(page, /^Ліцензія/);
    await take(page, "MANAGER");
    await page.keyboard.press("Enter");
    await page.getByText("Призначити ліцензію: виконано.").waitFor();
    await page.getByRole("tab", { name: "Ліцензії (1)" }).waitFor();
    expect((await webitelUser("mariia.hud"))?.license).toHaveLength(1);
    await tabTo(page, /^Зняти MANAGER Manager$/);
    await page.keyboard.press("Enter");
    await confirm(page, /^Зняти MANAGER Manager$/);
    await page.getByText("Зняти: виконано.").waitFor();
    expect((await webitelUser("mariia.hud"))?.license ?? []).toEqual([]);
  });

  it("7: a role is assigned and taken away", async () => {
    await sit(await aUser("pavlo.zub", "Павло Зуб"));
    await tabTo(page, /^Ліцензії/);
    await page.keyboard.press("ArrowRight");
    await tabTo(page, /^Призначити роль$/);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await tabTo(page, /^Роль/);
    await take(page, "Відділ продажу");
    await page.keyboard.press("Enter");
    await page.getByText("Призначити роль: виконано.").waitFor();
    await page.getByRole("tab", { name: "Ролі (1)" }).waitFor();
    expect((await webitelUser("pavlo.zub"))?.roles).toHaveLength(1);
    await tabTo(page, /^Зняти Відділ продажу$/);
    await page.keyboard.press("Enter");
    await confirm(page, /^Зняти Відділ продажу$/);
    await page.getByText("Зняти: виконано.").waitFor();
    expect((await webitelUser("pavlo.zub"))?.roles ?? []).toEqual([]);
  });

  it("8: STUN, from the palette", async () => {
    await sit(await aUser("inna.sova", "Інна Сова"));
    await page.getByRole("button", { name: "Дії" }).waitFor();
    await palette(page, "Увімкнути STUN");
    await page.getByText("Увімкнути STUN: виконано.").waitFor();
    expect(await crmRows("WebitelUser", "Username", "inna.sova")).toMatchObject([{ UseStun: true }]);
    await palette(page, "Вимкнути STUN");
    await page.getByText("Вимкнути STUN: виконано.").waitFor();
    expect(await crmRows("WebitelUser", "Username", "inna.sova")).toMatchObject([{ UseStun: false }]);
  });

  it("9: the import, from the section's menu", async () => {
    await makeWebitelUser({ username: "maksym.duda", name: "Максим Дуда" });
    await sit("/s/webitel_users");
    await page.locator("[data-row]").first().waitFor();
    await tabTo(page, /^Дії$/);
    await page.keyboard.press("Enter");
    const item = page.getByRole("menuitem", { name: "Отримати користувачів із Webitel" });
    await item.waitFor();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => item.evaluate((each) => each === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await page.getByText("Отримати користувачів із Webitel: виконано.").waitFor();
    expect(await crmRows("WebitelUser", "Username", "maksym.duda")).toHaveLength(1);
  });
});
