import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { startRun, twoVersions } from "./support/api";
import { open, useBrowser } from "./support/browser";

const GOOD = `process: Greet
name: Greet somebody
triggers: [manual]
steps:
  greet: { call: noop.run, with: { text: hello } }
  done: { end: {} }
`;

function editorOf(page: Page) {
  return page.getByRole("textbox", { name: "Definition (YAML)" });
}

/** What the editor holds; lines out of sight are not on the page. */
async function write(page: Page, text: string) {
  const editor = editorOf(page);
  await editor.click();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  // As a paste: typing would let the editor indent by itself.
  await page.keyboard.insertText(text);
}

describe("definitions", () => {
  useBrowser();

  it("leads who knows only the process to its latest version", async () => {
    const page = await open("/definitions/Order", { role: "viewer" });
    await page.waitForURL(/\/definitions\/Order\/1$/);
    await page.getByRole("heading", { name: "Take an order" }).waitFor();
    await page.goto("/definitions/Nothing");
    await page.getByRole("heading", { name: "There is no such version" }).waitFor();
  });

  it("shows a mistake at its line, and deploys when it is mended", async () => {
    const page = await open("/definitions", { role: "designer" });
    await page.getByRole("link", { name: "Deploy" }).click();
    await write(page, GOOD.replace("noop.run", "noop.rum"));
    await page.locator(".cm-lintRange-error").first().waitFor();
    await page.locator(".cm-gutter-lint .cm-lint-marker-error").waitFor();
    await page.getByRole("button", { name: /Line 5/ }).click();
    expect(await editorOf(page).evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await page.locator(".cm-activeLineGutter").allInnerTexts()).toContain("5");
    expect(await page.getByRole("button", { name: "Deploy" }).isDisabled()).toBe(true);
    await write(page, GOOD);
    await page.getByText("No mistakes.").waitFor();
    await page.getByText("A new process: Greet").waitFor();
    await page.getByRole("button", { name: "Deploy" }).click();
    await page.waitForURL(/\/definitions\/Greet\/1/);
    await page.getByText("Deployed as v1.").waitFor();
  });

  it("begins a new version with the source of the latest, and says when nothing changed", async () => {
    const page = await open("/definitions", { role: "designer" });
    await page.getByRole("link", { name: "Take an order", exact: true }).click();
    await page.getByRole("link", { name: "Deploy a new version" }).click();
    await page.getByText("No mistakes.").waitFor();
    await page.getByText(/The same as v1/).waitFor();
    await page.getByRole("button", { name: "Deploy" }).click();
    await page.getByText("This content is v1 already").waitFor();
  });

  it("completes keys and operations, and lets the keyboard out", async () => {
    const page = await open("/definitions/deploy", { role: "designer" });
    await write(page, "process: Typed\nsteps:\n  one:\n    ca");
    await page.keyboard.press("Control+Space");
    // Enter takes it too, but not within the first moment, so that nobody takes by accident what just came up.
    await page.locator(".cm-tooltip-autocomplete li").getByText("call", { exact: true }).click();
    await page.locator(".cm-line").getByText("call:").waitFor();
    await page.keyboard.type("noop");
    await page.locator(".cm-tooltip-autocomplete li").getByText("noop.run").waitFor();
    // The first closes what is offered.
    await page.keyboard.press("Escape");
    await page.locator(".cm-tooltip-autocomplete").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    // Tab indents, Escape and then Tab leaves: the editor says so below.
    await page.getByText("Esc, then Tab leaves the editor").waitFor();
    await page.keyboard.press("Tab");
    expect(await editorOf(page).evaluate((field) => field === document.activeElement)).toBe(false);
    await editorOf(page).focus();
    await page.keyboard.press("Tab");
    expect(await editorOf(page).evaluate((field) => field === document.activeElement)).toBe(true);
  });

  it("tells what a deploy would change and which runs stay, and shows the difference", async () => {
    const { first } = await twoVersions("Impact");
    const page = await open("/definitions/deploy?from=Impact", { role: "designer" });
    await page.getByText(/The same as v2/).waitFor();
    await write(page, first.replace("attempts: 3", "attempts: 9"));
    await page.getByText(/Changes 3 steps of v2/).waitFor();
    await page.getByText("No live run is on v2.").waitFor();
    await page.getByText("retries 5 → 9").waitFor();
    await page.getByRole("button", { name: "Difference" }).click();
    await page.locator(".cm-merge-b .cm-changedText").getByText("9").waitFor();
    expect(page.url()).toContain("view=difference");
  });

  it("compares two versions in words, in both diagrams and in the text", async () => {
    await twoVersions("Compared");
    const page = await open("/definitions/Compared/2", { role: "viewer" });
    await page.getByRole("link", { name: "Compare v1" }).click();
    await page.waitForURL(/diff=1\.\.2/);
    await page.locator("[data-element-id=tell].diff-added").waitFor();
    await page.locator("[data-element-id=old_step].diff-removed").waitFor();
    expect(await page.locator("[data-element-id=create_user].diff-changed").count()).toBe(2);
    const changed = page.getByRole("button", { name: /Create user.*retries 3 → 5/ });
    await changed.click();
    expect(await page.locator("[data-element-id=create_user].step-chosen").count()).toBe(2);
    expect(page.url()).toContain("step=create_user");
    await page.locator(".cm-merge-a .cm-changedText").getByText("3").waitFor();
    // The same page for a colleague; Back leads to the definition.
    await page.reload();
    await page.locator("[data-element-id=create_user].step-chosen").first().waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Versions" }).waitFor();
  });

  it("says which runs are on which version, and leads from a step to its lines", async () => {
    await twoVersions("Lines");
    const page = await open("/definitions/Lines/2", { role: "viewer" });
    const live = page.locator("[data-version='1']").getByRole("link", { name: /1 run: Waiting/ });
    await live.waitFor();
    expect(await live.getAttribute("href")).toMatch(/process=Lines&status=waiting&version=1/);
    await page.locator("[data-element-id=create_user]").first().click();
    await page.getByText("“Create user” is lines 5 to 8").waitFor();
    expect(await page.locator(".cm-linked").count()).toBe(4);
    await page.goto("/definitions/Lines/2?line=9");
    await page.locator(".cm-linked").waitFor();
    expect(await page.locator(".cm-linked").innerText()).toContain("pause");
  });

  it("finds definitions by text and group, and tells how their last run went", async () => {
    const page = await open("/definitions?q=parcel", { role: "viewer" });
    await startRun("Parcels");
    await page.reload();
    await page.getByRole("row").filter({ hasText: "Take parcels" }).getByText("Needs attention").waitFor();
    expect(await page.getByRole("link", { name: "Take an order", exact: true }).count()).toBe(0);
    await page.goto("/definitions?group=Webitel");
    await page.getByRole("link", { name: "Import Webitel users", exact: true }).waitFor();
    expect(await page.getByRole("link", { name: "Take an order", exact: true }).count()).toBe(0);
  });

  it("lets a viewer read the source and offers nothing to deploy", async () => {
    const page = await open("/definitions/Order/1", { role: "viewer" });
    await page.getByText("process: Order").waitFor();
    expect(await page.getByRole("link", { name: /Deploy/ }).count()).toBe(0);
    await page.goto("/definitions/deploy");
    await page.getByText("Your role is viewer").waitFor();
  });
});
