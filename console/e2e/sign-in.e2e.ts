import { describe, expect, inject, it } from "vitest";
import { open, useBrowser } from "./support/browser";

describe("sign-in", () => {
  useBrowser();

  it("says what is wrong, then leads where one wanted to go", async () => {
    const { user, password } = inject("service").users.operator;
    const page = await open("/runs?status=completed", { anonymous: true });
    await page.getByLabel("User").fill(user);
    await page.getByLabel("Password", { exact: true }).fill("not it at all");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("The user or the password is wrong").waitFor();
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Runs" }).waitFor();
    expect(new URL(page.url()).search).toBe("?status=completed");
  });

  it("leads to no other site", async () => {
    const { user, password } = inject("service").users.operator;
    const page = await open("/sign-in?next=//example.org/", { anonymous: true });
    await page.getByLabel("User").fill(user);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Home" }).waitFor();
    expect(new URL(page.url()).origin).toBe(inject("service").url);
  });

  it("is asked for again after signing out, and when the session ended elsewhere", async () => {
    const page = await open("/runs", { ownSession: true });
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await page.getByText("Your session has ended.").count()).toBe(0);

    const other = await open("/runs");
    await other.getByRole("heading", { name: "Runs" }).waitFor();
    await other.context().clearCookies();
    // The list asks again by itself and is refused.
    await other.getByRole("button", { name: "Sign in" }).waitFor();
    await other.getByText("Your session has ended.").waitFor();
    expect(new URL(other.url()).searchParams.get("next")).toBe("/runs");
  });
});
