import { describe, expect, it } from "vitest";
import { mend, runsOf, startRun } from "./support/api";
import { clicks, open, useBrowser } from "./support/browser";

describe("run", () => {
  useBrowser();

  it("says where it stopped and tries again where it says so", async () => {
    const { id } = await startRun("Stuck", {}, "I-1");
    const page = await open(`/runs/${id}`, { role: "operator" });
    await page.getByText("Stopped at “decide”").waitFor();
    await page.getByRole("button", { name: "Retry", exact: true }).click();
    await page.getByText(/tried again|will try again/).waitFor();
  });

  it("skips a step that stopped with an output a person writes", async () => {
    const { id } = await startRun("Sized", {}, "S-1");
    const page = await open(`/runs/${id}?tab=variables`, { role: "operator" });
    await page.getByRole("button", { name: "Skip with output" }).click();
    const output = page.getByLabel("Output, as JSON");
    await output.fill("{ wrong");
    await page.getByText("This is no JSON").waitFor();
    expect(await page.getByRole("button", { name: "Skip the step" }).isDisabled()).toBe(true);
    await output.fill("9007199254740993");
    await page.getByLabel("Reason, for the journal").fill("by hand");
    await page.getByRole("button", { name: "Skip the step" }).click();
    await page.getByText(/“take” (is|will be) skipped/).waitFor();
    await page.locator("header [data-status=waiting]").waitFor();
    await page.getByText("9007199254740993").waitFor();
  });

  it("edits a variable and tries again, in two clicks", async () => {
    const { id } = await startRun("Sized", {}, "S-2");
    const page = await open(`/runs/${id}?tab=variables`, { role: "operator" });
    await page.getByRole("button", { name: "Edit variables and retry" }).click();
    await page.getByText("Nothing is changed.").waitFor();
    await page.getByLabel("size", { exact: true }).fill("4");
    await page.getByText("1 variable changed.").waitFor();
    await page.getByRole("button", { name: "Save and retry" }).click();
    await page.getByText(/“take” (is|will be) tried again/).waitFor();
    await page.locator("header [data-status=waiting]").waitFor();
    await page.getByText("got:").waitFor();
    expect(await clicks(page)).toBeLessThanOrEqual(2);
  });

  it("offers only what can be done: a gateway cannot be skipped", async () => {
    const { id } = await startRun("Stuck", {}, "I-2");
    const page = await open(`/runs/${id}`, { role: "operator" });
    await page.getByRole("button", { name: "Edit variables and retry" }).waitFor();
    expect(await page.getByRole("button", { name: "Skip with output" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Move to step" }).count()).toBe(0);
  });

  it("moves a run that stopped to a step beside", async () => {
    const { id } = await startRun("Sized", {}, "S-3");
    const page = await open(`/runs/${id}`, { role: "operator" });
    await page.getByRole("button", { name: "Move to step" }).click();
    await page.getByRole("dialog").getByRole("combobox", { name: "Step" }).click();
    expect(await page.getByRole("option").allTextContents()).toEqual(["Pause (pause)", "Done (done)"]);
    await page.getByRole("option", { name: "Done (done)" }).click();
    await page.getByRole("button", { name: "Move", exact: true }).click();
    await page.getByText(/oved from “take” to “done”|moved to “done”/).waitFor();
    await page.locator("header [data-status=completed]").waitFor();
  });

  it("acts on one of several steps that stopped", async () => {
    const { id } = await startRun("Parcels", {}, "P-1");
    const page = await open(`/runs/${id}`, { role: "operator" });
    await page.getByRole("button", { name: "Retry all 2" }).waitFor();
    const stopped = page.getByRole("list", { name: "Stopped steps" }).getByRole("listitem");
    expect(await stopped.count()).toBe(2);
    await stopped.filter({ hasText: "item 3" }).getByRole("button", { name: "Skip with output" }).click();
    await page.getByRole("button", { name: "Skip the step" }).click();
    await page.getByText(/“each\/take” (is|will be) skipped/).waitFor();
    await page.getByText("item 2").first().waitFor();
    await page.getByRole("button", { name: "Retry", exact: true }).waitFor();
  });

  it("offers a viewer nothing to do about a step that stopped", async () => {
    const { id } = await startRun("Sized", {}, "S-4");
    const page = await open(`/runs/${id}`, { role: "viewer" });
    await page.getByText("Stopped at “take”").waitFor();
    expect(await page.getByRole("button", { name: "Skip with output" }).count()).toBe(0);
  });

  it("draws where the run stands, and a step that is clicked filters its calls", async () => {
    const { id } = await startRun("LongWait", {}, "C-81");
    const page = await open(`/runs/${id}`);
    await page.locator("[data-element-id=wait_for_renewal].run-active").waitFor();
    await page.getByText("1", { exact: true }).and(page.getByTitle("1 token here")).waitFor();
    await page.getByTitle("Powered by bpmn.io").waitFor();
    await page.locator("[data-element-id=remember] .djs-hit").click();
    await page.waitForURL(/step=remember/);
    await page.locator("[data-element-id=remember].run-chosen").waitFor();
    await page.getByRole("button", { name: "Its calls" }).click();
    const calls = page.getByRole("list", { name: "Calls" });
    await calls.getByText("noop.run").waitFor();
    expect(await calls.getByRole("listitem").count()).toBe(1);
  });

  it("draws the progress of a loop and the step that stopped, and what changes", async () => {
    const { id } = await startRun("Parcels", {}, "P-2");
    const page = await open(`/runs/${id}`, { role: "operator", scheme: "dark" });
    await page.getByTitle("2 of 4 items done").waitFor();
    await page.getByTitle("2 tokens stopped here").waitFor();
    await page.locator("[data-element-id='each.take'].run-stopped").waitFor();
    const first = page.getByRole("list", { name: "Stopped steps" }).getByRole("listitem").first();
    await first.getByRole("button", { name: "Skip with output" }).click();
    await page.getByRole("button", { name: "Skip the step" }).click();
    await page.getByTitle("3 of 4 items done").waitFor();
    await page.getByTitle("1 token stopped here").waitFor();
  });

  it("shows request and response of a call, and keeps its filters in the address", async () => {
    const { id } = await startRun("LongWait", {}, "C-80");
    const page = await open(`/runs/${id}?tab=calls`);
    const calls = page.getByRole("list", { name: "Calls" });
    await calls.getByRole("button", { name: /remember.*noop.run/ }).click();
    await page.getByRole("heading", { name: "Request" }).waitFor();
    await page.getByRole("heading", { name: "Response" }).waitFor();
    expect(await calls.getByText("9007199254740993").count()).toBe(2);
    await page.getByRole("button", { name: "Failed", exact: true }).click();
    await page.getByText("Nothing matches").waitFor();
    await page.waitForURL(/failed=1/);
    await page.reload();
    await page.getByText("Nothing matches").waitFor();
    await page.goto(`/runs/${id}?tab=calls&step=wait_for_renewal`);
    await calls.getByText("wait_for_renewal").waitFor();
    expect(await calls.getByRole("listitem").count()).toBe(1);
  });

  it("pauses and goes on", async () => {
    const { id } = await startRun("LongWait", {}, "C-79");
    const page = await open(`/runs/${id}`, { role: "operator" });
    await page.getByRole("button", { name: "Pause" }).click();
    await page.locator("header [data-status=suspended]").waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.locator("header [data-status=waiting]").waitFor();
  });

  it("keeps every digit and shows markup as text", async () => {
    const { id } = await startRun("LongWait");
    const page = await open(`/runs/${id}?tab=variables`);
    await page.getByText("9007199254740993").waitFor();
    await page.getByText('"</script>"').waitFor();
  });

  it("holds a long journal with few rows in the page", async () => {
    const { id } = await startRun("GetWebitelUsers");
    const page = await open(`/runs/${id}?tab=journal`);
    await page.getByText(/^Started by /).waitFor();
    const list = page.getByRole("list", { name: "Journal" });
    for (let turn = 0; turn < 4; turn += 1) {
      await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
      await page.waitForTimeout(50);
    }
    await page.waitForFunction(() => /2\d\d facts/.test(document.body.textContent ?? ""));
    expect(await list.getByRole("listitem").count()).toBeLessThan(60);
  });

  it("follows a run on its own and notices that somebody else cancelled it", async () => {
    const { id } = await startRun("LongWait", {}, "C-78");
    const page = await open(`/runs/${id}`);
    await page.getByText("Live", { exact: true }).waitFor();
    const other = await open(`/runs/${id}`);
    await other.getByRole("button", { name: "Cancel" }).click();
    await other.getByRole("button", { name: "Cancel the run" }).click();
    await page.locator("[data-status=cancelled]").first().waitFor();
  });

  it("shows any earlier moment, all of the page at once, the same after a reload", async () => {
    const { id } = await startRun("Sized", {}, "T-1");
    await mend(id, 4);
    const page = await open(`/runs/${id}?tab=variables`, { role: "operator" });
    await page.locator("header [data-status=waiting]").waitFor();
    await page
      .getByText("got: 8")
      .or(page.getByText("8", { exact: true }))
      .first()
      .waitFor();
    const slider = page.getByRole("slider", { name: "Moment of the run" });
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await page.waitForURL(/[?&]at=1/);
    await page.locator("header [data-status=incident]").waitFor();
    await page.getByText("Stopped at “take”").waitFor();
    await page.getByText(/^Started by /).waitFor();
    await page.getByText("It cannot be acted on in the past").waitFor();
    for (const act of ["Retry", "Edit variables and retry", "Pause", "Cancel"]) {
      expect(await page.getByRole("button", { name: act, exact: true }).count(), act).toBe(0);
    }
    await page.getByText("50", { exact: true }).waitFor();
    await page.reload();
    await page.locator("header [data-status=incident]").waitFor();
    await page.getByText("50", { exact: true }).waitFor();
    await page.getByRole("tab", { name: "Diagram" }).click();
    await page.locator("[data-element-id=take].run-stopped").waitFor();
    await page.getByRole("tab", { name: "Journal" }).click();
    await page.getByText("1 fact", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Back to now" }).click();
    await page.locator("header [data-status=waiting]").waitFor();
    await page.getByText("3 facts", { exact: true }).waitFor();
    expect(page.url()).not.toContain("at=");
  });

  it("says who changed a variable and leads to the moment before", async () => {
    const { id } = await startRun("Sized", {}, "T-2");
    await mend(id, 5);
    const page = await open(`/runs/${id}?tab=variables&name=size`);
    const history = page.getByRole("list", { name: "History of size" });
    await history.getByText("by hand").waitFor();
    await history.getByText("Its first value").waitFor();
    expect(await history.getByRole("listitem").filter({ hasText: "by hand" }).textContent()).toMatch(/50.*5/);
    // A time makes its card when the pointer comes; a press within the same frame would hit what is being replaced.
    const first = history.getByTitle("Show the run after fact 1");
    await first.hover();
    await first.click();
    await page.waitForURL(/at=1/);
    await page.locator("header [data-status=incident]").waitFor();
  });

  it("finds facts by their text, kind and item, with the filters in the address", async () => {
    const { id } = await startRun("GetWebitelUsers", {}, "T-3");
    const page = await open(`/runs/${id}?tab=journal`);
    const list = page.getByRole("list", { name: "Journal" });
    await list.getByText(/^Started by /).waitFor();
    await page.getByLabel("Text in the facts …").fill("no such text anywhere");
    await page.getByText("Nothing matches").waitFor();
    await page.waitForURL(/q=no/);
    await page.goto(`/runs/${id}?tab=journal&kind=started&q=page_size`);
    await page.getByText(/^1 fact of /).waitFor();
    await page.reload();
    await page.getByText(/^1 fact of /).waitFor();
    await list.getByRole("button", { name: /Started by/ }).click();
    await list.getByText("page_size").first().waitFor();
    await page.goto(`/runs/${id}?tab=journal&newest=1`);
    await list.getByRole("listitem").first().waitFor();
    const first = await list.getByRole("listitem").first().textContent();
    expect(first).not.toContain("Started by");
  });

  it("draws what each step did along the time, and the heat of the diagram", async () => {
    const { id } = await startRun("GetWebitelUsers", {}, "T-4");
    const page = await open(`/runs/${id}?tab=timeline`);
    const lines = page.getByRole("list", { name: "Timeline" });
    await lines
      .getByText(/done .* of /)
      .first()
      .waitFor();
    await lines
      .getByRole("button", { name: /^Call, attempt 1/ })
      .first()
      .waitFor();
    await lines
      .getByRole("button", { name: /^Each item and attempt of/ })
      .first()
      .click();
    await page.waitForURL(/open=/);
    await page.goto(`/runs/${id}?heat=sum`);
    await page.locator(".djs-shape.run-heat-5").first().waitFor();
  });

  it("runs again once, however often one clicks, and with changes in a form that is filled in", async () => {
    const { id } = await startRun("Order", { order: "2026-77", size: 300 }, "T-5");
    const page = await open(`/runs/${id}`, { role: "operator" });
    await page.getByRole("button", { name: "Run again", exact: true }).dblclick();
    await page.waitForURL((url) => url.pathname.startsWith("/runs/") && !url.pathname.endsWith(id));
    await page.getByText("T-5", { exact: true }).waitFor();
    const { items } = await runsOf("Order", "T-5");
    expect(items).toHaveLength(2);
    await page.goto(`/runs/${id}`);
    await page.getByRole("link", { name: "Run again with changes …" }).click();
    await page.getByText("Filled in as run").waitFor();
    expect(await page.getByLabel("Order number").inputValue()).toBe("2026-77");
    expect(await page.getByLabel("Size").inputValue()).toBe("300");
  });

  it("says that there is no such run, and no such page", async () => {
    const page = await open("/runs/01a20c28-11e4-706d-8eef-bf5c0417ba5e");
    await page.getByRole("heading", { name: "There is no such run" }).waitFor();
    await page.goto("/nowhere");
    await page.getByText("There is no such page").waitFor();
  });
});
