import { describe, expect, it } from "vitest";
import { open, useBrowser } from "./support/browser";

describe("run process", () => {
  useBrowser();

  it("leads from anywhere to a live run, which ends before one's eyes", async () => {
    const page = await open("/runs", { role: "operator" });
    await page.getByRole("link", { name: "Run process", exact: true }).first().click();
    await page.locator("a[href^='/start/GetWebitelUsers']").click();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
    await page.locator("h1 + div [data-status=completed], header [data-status=completed]").first().waitFor();
    await page.getByText(/^Done in /).waitFor();
    // What ran last stands first.
    await page.keyboard.press("s");
    await page.getByText("Recent").waitFor();
  });

  it("needs no mouse", async () => {
    const page = await open("/runs", { role: "operator" });
    await page.getByRole("heading", { name: "Runs" }).waitFor();
    await page.keyboard.press("s");
    await page.getByRole("heading", { name: "Run process" }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("take an order");
    await page.waitForURL(/q=take/);
    await page.getByText("Found").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByLabel("Order number").focus();
    await page.keyboard.type("K-1");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
    await page.getByRole("tab", { name: "Diagram" }).focus();
    await page.keyboard.press("ArrowRight");
    // Digits that JavaScript's numbers cannot hold; the same value leads to the runs that have it.
    await page.getByText("9007199254740993", { exact: true }).waitFor();
    await page.getByRole("link", { name: "id = 9007199254740993" }).waitFor();
  });

  it("says a mistake at its field and starts nothing", async () => {
    const page = await open("/start/Order?input.size=5000", { role: "operator" });
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText("At most 1000").waitFor();
    await page.getByText("This is needed").waitFor();
    expect(page.url()).toContain("/start/Order");
  });

  it("shows what only the service knows at the field, too", async () => {
    const page = await open("/start/Order", { role: "operator" });
    await page.route("**/api/v1/processes/Order/runs", (route) =>
      route.fulfill({
        status: 422,
        contentType: "application/problem+json",
        json: {
          type: "urn:throughline:problem:invalid-input",
          title: "The input does not fit",
          status: 422,
          detail: "The input does not fit.",
          request_id: "r-1",
          problems: [{ pointer: "/order", message: "Order K-2 is taken." }],
        },
      }),
    );
    await page.getByLabel("Order number").fill("K-2");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText("Order K-2 is taken.").waitFor();
  });

  it("asks in the order of the definition", async () => {
    const page = await open("/start/Order", { role: "operator" });
    await page.getByLabel("Business key").waitFor();
    const asked = await page.locator("form").evaluate((form) => {
      const labels = [...form.querySelectorAll("label")].map((label) =>
        label.textContent?.replace(/[ *]+$/, ""),
      );
      return labels.filter((label) => label);
    });
    expect(asked).toEqual(["Order number", "Size", "Express", "Kind", "Business key"]);
    // Who came by keys types into the first of them.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest("[class*=root]")?.textContent))
      .toContain("Order number");
  });

  it("shows the list or the form where there is room for one", async () => {
    const page = await open("/start?q=order", { role: "operator", zoom: 200 });
    await page.getByRole("link", { name: "Take an order" }).click();
    await page.getByLabel("Order number").waitFor();
    expect(await page.getByRole("link", { name: "Park an order" }).isVisible()).toBe(false);
    await page.getByRole("link", { name: "All processes" }).click();
    await page.getByRole("link", { name: "Park an order" }).waitFor();
    expect(new URL(page.url()).search).toBe("?q=order");
  });

  it("tells a viewer why Start is off", async () => {
    const page = await open("/start/Order", { role: "viewer" });
    await page.getByText("Your role is viewer").waitFor();
    expect(await page.getByRole("button", { name: "Start", exact: true }).isDisabled()).toBe(true);
  });
});
