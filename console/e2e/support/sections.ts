import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { ran, records } from "./api";

/** The answer of a lookup or a choice, chosen by mouse. */
export async function choose(place: Page | Locator, label: string | RegExp, name: string): Promise<void> {
  const page = "page" in place ? place.page() : place;
  await place.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name }).first().click();
}

/** An action of the menu of a section or a record. */
export async function act(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name }).click();
}

/** The mistake stands at this very field, for eyes and for a screen reader. */
export async function saidAt(field: Locator, words: RegExp): Promise<void> {
  await expect
    .poll(
      () =>
        field.evaluate((input) =>
          input.getAttribute("aria-invalid") === "true"
            ? (input.getAttribute("aria-describedby") ?? "")
                .split(" ")
                .map((id) => document.getElementById(id)?.textContent)
                .join(" ")
            : "",
        ),
      { timeout: 20_000 },
    )
    .toMatch(words);
}

/** A person of the CRM who has a user of Webitel, made past the browser; the address of its record. */
export async function aUser(login: string, name: string, extension?: string): Promise<string> {
  await ran("CreateCrmUser", { kind: "company_employee", login, contact_name: name });
  await ran("CreateWebitelUser", { crm_user: login, ...(extension ? { extension } : {}) });
  const record = (await records("webitel_users", `q=${login}`))[0];
  return `/s/webitel_users/${record?.id}`;
}
