import { describe, expect, it } from "vitest";
import { actOnMany, postApi, readApi, startRun } from "./support/api";
import { clicks, open, useBrowser } from "./support/browser";

type Runs = { items: { id: string; status: string }[] };
type Items = { items: { run_id: string; outcome: string }[] };

/** The runs of a process that stand so, in Postgres as the API reads it. */
async function standing(process: string, status: string): Promise<string[]> {
  const runs = await readApi<Runs>(`runs?process=${process}&status=${status}&limit=500`);
  return runs.items.map(({ id }) => id).sort();
}

async function until(what: () => Promise<boolean>) {
  const end = Date.now() + 20_000;
  while (!(await what())) {
    if (Date.now() > end) throw new Error("never came true");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function cancelAll(process: string) {
  await actOnMany("cancel", { process });
  await until(async () => (await standing(process, "waiting,incident,suspended,running")).length === 0);
}

describe("acts on many runs", () => {
  useBrowser();

  it("cancels just what it previewed of a whole filter, and tells how it went", async () => {
    await cancelAll("Parked");
    const ended = (await standing("Parked", "cancelled")).length;
    for (let order = 1; order <= 6; order += 1)
      await startRun("Parked", { order: `P-${order}` }, `P-${order}`);
    const before = await standing("Parked", "waiting");
    expect(before).toHaveLength(6);
    const page = await open("/runs?process=Parked", { role: "operator" });
    await page.locator("[data-row]").nth(5).waitFor();
    const at = await clicks(page);
    await page.getByRole("checkbox", { name: "Select all rows of this page" }).click();
    await page.getByRole("button", { name: `All ${6 + ended} matching` }).click();
    await page.getByRole("button", { name: "Cancel 6", exact: true }).click();
    await page.getByRole("heading", { name: "Cancel 6 runs?" }).waitFor();
    if (ended > 0) await page.getByText(`${ended} more already finished`).waitFor();
    await page.getByText("nothing is undone").waitFor();
    await page.getByLabel("Why (may stay empty)").fill("wrong file");
    // Whatever comes now was not asked about.
    await startRun("Parked", { order: "late" }, "late");
    await page.getByRole("button", { name: "Cancel 6 runs" }).click();
    await page.waitForURL(/\/bulk\//);
    expect((await clicks(page)) - at).toBeLessThanOrEqual(4);
    await page.getByText("Cancellation of 6 runs: 6 cancelled.").waitFor();
    expect((await standing("Parked", "cancelled")).filter((id) => before.includes(id))).toEqual(before);
    expect(await standing("Parked", "waiting")).toHaveLength(1);
    const id = page.url().split("/").pop();
    // Why is told on its page and in the journal of each run.
    await page.getByText("wrong file").waitFor();
    for (const run of before) {
      expect(JSON.stringify(await readApi(`runs/${run}/journal`))).toContain("wrong file");
    }
    const items = await readApi<Items>(`bulk/${id}/items?limit=500`);
    expect(items.items.map(({ run_id: run }) => run).sort()).toEqual(before);

    // Reload, a colleague, and the list of what was done.
    await page.reload();
    await page.getByText("Cancellation of 6 runs: 6 cancelled.").waitFor();
    const colleague = await open(`/bulk/${id}`, { role: "viewer" });
    await colleague.getByText("Cancellation of 6 runs: 6 cancelled.").waitFor();
    await colleague.locator("[data-row]").nth(5).waitFor();
    await page.getByRole("link", { name: "All bulk actions" }).click();
    await page.getByRole("link", { name: "Cancellation of 6 runs" }).first().click();
    await page.waitForURL(new RegExp(`/bulk/${id}`));
    await cancelAll("Parked");
  });

  it("pauses and resumes a selection with three clicks each", async () => {
    await cancelAll("Parked");
    for (let order = 1; order <= 20; order += 1) await startRun("Parked", {}, `Q-${order}`);
    const page = await open("/runs?process=Parked&status=running,waiting,created,suspended", {
      role: "operator",
    });
    await page.locator("[data-row]").nth(19).waitFor();
    const at = await clicks(page);
    await page.getByRole("checkbox", { name: "Select all rows of this page" }).click();
    await page.getByRole("button", { name: "Pause 20", exact: true }).click();
    await page.getByRole("button", { name: "Pause 20 runs" }).click();
    await page.getByText("Pause of 20 runs: 20 paused.").waitFor();
    expect((await clicks(page)) - at).toBe(3);
    await until(async () => (await standing("Parked", "suspended")).length === 20);

    // A range with Shift, one more with the keyboard.
    await page.goto("/runs?process=Parked&status=suspended");
    const boxes = page.locator("[data-row] input[type=checkbox]");
    await boxes.nth(19).waitFor();
    await boxes.nth(2).click();
    await boxes.nth(5).click({ modifiers: ["Shift"] });
    await page.getByText("4 runs selected").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.getByText("5 runs selected").waitFor();
    await page.getByRole("button", { name: "Resume 5", exact: true }).click();
    await page.getByRole("button", { name: "Resume 5 runs" }).click();
    await page.getByText("Resume of 5 runs: 5 running.").waitFor();
    await until(async () => (await standing("Parked", "waiting")).length === 5);
    await cancelAll("Parked");
  });

  it("says that runs failed again, and shows them", async () => {
    await cancelAll("Jammed");
    for (let order = 1; order <= 3; order += 1) await startRun("Jammed", {}, `J-${order}`);
    const page = await open("/runs?process=Jammed&status=incident", { role: "operator" });
    await page.locator("[data-row]").nth(2).waitFor();
    await page.getByRole("checkbox", { name: "Select all rows of this page" }).click();
    await page.getByRole("button", { name: "Retry 3", exact: true }).click();
    await page.getByText("calls that succeeded are not repeated").waitFor();
    await page.getByRole("button", { name: "Retry 3 runs" }).click();
    await page.getByText("Retry of 3 runs: 3 failed again.").waitFor();
    await page.getByRole("link", { name: "Show the 3" }).click();
    await page.waitForURL(/show=failed-again/);
    await page.getByText("the printer is out of paper").first().waitFor();
    expect(await page.locator("[data-row]").count()).toBe(3);
    await page.locator("[data-row]").first().getByRole("link", { name: "Print a label" }).click();
    await page.waitForURL(/\/runs\//);
    await cancelAll("Jammed");
  });

  it("keeps them where the person says so, and says where there is nothing to do", async () => {
    await cancelAll("Parked");
    const run = await startRun("Parked", {}, "K-1");
    const page = await open("/runs?process=Parked&status=waiting", { role: "operator" });
    await page.locator("[data-row] input[type=checkbox]").first().click();
    const retry = page.getByRole("button", { name: "Retry 0", exact: true });
    await retry.waitFor();
    expect(await retry.getAttribute("aria-disabled")).toBe("true");
    await page.getByRole("button", { name: "Cancel 1", exact: true }).click();
    await page.getByRole("button", { name: "Keep" }).click();
    await page.getByRole("heading", { name: "Cancel 1 run?" }).waitFor({ state: "detached" });
    expect(await standing("Parked", "waiting")).toEqual([run.id]);
    await page.getByRole("button", { name: "Clear selection" }).click();
    expect(await page.getByText("1 run selected").count()).toBe(0);
    await cancelAll("Parked");
  });

  it("offers a viewer nothing to select or stop", async () => {
    await startRun("Parked", {}, "V-1");
    const page = await open("/runs?process=Parked", { role: "viewer" });
    await page.locator("[data-row]").first().waitFor();
    expect(await page.getByRole("checkbox").count()).toBe(0);
    const { id } = await postApi<{ id: string }>("bulk", { action: "cancel", filter: { process: "Parked" } });
    await page.goto(`/bulk/${id}`);
    await page.getByText("not started yet").waitFor();
    expect(await page.getByRole("button", { name: /Cancel|Stop/ }).count()).toBe(0);
    await page.goto("/bulk/019a0000-0000-7000-8000-000000000001");
    await page.getByText("There is no such bulk action").first().waitFor();
    await cancelAll("Parked");
  });
});
