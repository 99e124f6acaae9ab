import { describe, expect, it } from "vitest";
import { open, useBrowser } from "./support/browser";

const GOOD = `process: Greet
name: Greet somebody
triggers: [manual]
steps:
  greet: { call: noop.run, with: { text: hello } }
  done: { end: {} }
`;

describe("definitions", () => {
  useBrowser();

  it("shows a mistake at its line, and deploys when it is mended", async () => {
    const page = await open("/definitions", { role: "designer" });
    await page.getByRole("link", { name: "Deploy" }).click();
    const editor = page.getByRole("textbox", { name: "Definition (YAML)" });
    await editor.fill(GOOD.replace("noop.run", "noop.rum"));
    await page.getByRole("button", { name: /Line 5/ }).click();
    expect(await page.locator("li[data-mark=error]").allInnerTexts()).toEqual(["5"]);
    expect(await editor.evaluate((field) => document.activeElement === field)).toBe(true);
    expect(
      await editor.evaluate(
        (field: HTMLTextAreaElement) => field.value.slice(0, field.selectionStart).split("\n").length,
      ),
    ).toBe(5);
    expect(await page.getByRole("button", { name: "Deploy" }).isDisabled()).toBe(true);
    await editor.fill(GOOD);
    await page.getByText("No mistakes.").waitFor();
    await page.getByRole("button", { name: "Deploy" }).click();
    await page.waitForURL(/\/definitions\/Greet\/1/);
    await page.getByText("Deployed as v1.").waitFor();
  });

  it("begins a new version with the source of the latest, and says when nothing changed", async () => {
    const page = await open("/definitions", { role: "designer" });
    await page.getByRole("link", { name: "Take an order", exact: true }).click();
    await page.getByRole("link", { name: "Deploy a new version" }).click();
    await page.getByText("No mistakes.").waitFor();
    await page.getByRole("button", { name: "Deploy" }).click();
    await page.getByText("This content is v1 already").waitFor();
  });

  it("lets a viewer read the source and offers nothing to deploy", async () => {
    const page = await open("/definitions/Order/1", { role: "viewer" });
    await page.getByText("process: Order").waitFor();
    expect(await page.getByRole("link", { name: /Deploy/ }).count()).toBe(0);
    await page.goto("/definitions/deploy");
    await page.getByText("Your role is viewer").waitFor();
  });
});
