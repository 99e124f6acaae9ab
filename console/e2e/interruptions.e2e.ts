import { describe, expect, inject, it } from "vitest";
import { asked, startRun } from "./support/api";
import { open, useBrowser } from "./support/browser";
import { aUser } from "./support/sections";

type Runs = { items: { id: string; created_at: string }[] };

/** The runs of a business key, past the browser. */
async function runsOf(query: string): Promise<Runs["items"]> {
  return (await asked<Runs>(`runs?business_key=${query}`)).items;
}

describe("what gets in between", () => {
  useBrowser();

  it("a clock that is ten minutes off: times and durations are the service's", async () => {
    const { id } = await startRun("LongWait", {}, "clock");
    const [run] = await runsOf("clock");
    const accepted = new Date(run?.created_at ?? "").toLocaleTimeString("en-GB", { timeZone: "Europe/Kyiv" });
    for (const clockAheadMs of [600_000, -600_000]) {
      const page = await open(`/runs/${id}?tab=steps`, { clockAheadMs });
      const facts = page.locator("dl", { hasText: "Accepted" });
      await facts.getByText(accepted).waitFor();
      // It began moments ago, and that is how long it goes on.
      await facts.getByText(/^(\d+(\.\d)? s|\d min \d\d s|\d+ ms)$/).waitFor();
      expect(await facts.innerText()).not.toMatch(/-\d|1\d min/);
      await page.goto("/runs?key=clock");
      await page.locator("[data-row] time").getByText(accepted).waitFor();
      await page.route("**/{api,health}/**", (route) => route.abort());
      const bar = page.getByText(/^Connection lost at/);
      await bar.waitFor();
      const said = /at (\d\d):(\d\d)/.exec(await bar.innerText());
      const now = new Date().toLocaleTimeString("en-GB", { timeZone: "Europe/Kyiv" });
      const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
      expect(Math.abs(minutes(`${said?.[1]}:${said?.[2]}`) - minutes(now)) % 1438).toBeLessThanOrEqual(2);
      await page.context().close();
    }
  });

  it("a double click starts once, of a process and of a section", async () => {
    const page = await open("/start/Order?input.order=double", { role: "operator" });
    await page.getByRole("button", { name: "Start", exact: true }).dblclick();
    await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
    await page.locator("header [data-status=completed]").waitFor();
    expect(await runsOf("double")).toHaveLength(1);

    await page.goto(await aUser("double.click", "Double Click", "2401"));
    await page.getByRole("textbox", { name: "Extension" }).fill("2402");
    await page.getByRole("button", { name: "Save" }).dblclick();
    await page.getByText("Save: done.").waitFor();
    expect(await runsOf("double.click&process=UpdateWebitelUser")).toHaveLength(1);
    await page.getByRole("button", { name: "Assign licence" }).click();
    await page.getByRole("option", { name: "MANAGER" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Assign licence" }).dblclick();
    await page.getByText("Assign licence: done.").waitFor();
    expect(await runsOf("double.click&process=AssignLicense")).toHaveLength(1);
  });

  it("an answer that was never heard: pressed again, it starts once", async () => {
    const page = await open("/start/Order?input.order=unheard", { role: "operator" });
    const keys: (string | undefined)[] = [];
    // The service gets it, the answer is lost.
    await page.route("**/processes/Order/runs", async (route) => {
      keys.push(route.request().headers()["idempotency-key"]);
      await route.fetch();
      await (keys.length === 1 ? route.abort() : route.continue());
    });
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText("The service does not answer").first().waitFor();
    const start = page.getByRole("button", { name: "Start", exact: true }).and(page.locator(":enabled"));
    await start.waitFor();
    await start.click();
    await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(await runsOf("unheard")).toHaveLength(1);
  });

  it("a session that ended in the middle of work leads back to the same address", async () => {
    const { user, password } = inject("service").users.operator;
    const at = "/start/Order?input.order=after&input.size=7";
    const page = await open(at, { role: "operator" });
    const start = page.getByRole("button", { name: "Start", exact: true });
    await start.waitFor();
    await page.context().clearCookies();
    await start.click();
    await page.getByRole("textbox", { name: "User" }).fill(user);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    await start.waitFor();
    const back = new URL(page.url());
    expect(back.pathname + back.search).toBe(at);
    expect(await page.getByLabel("Order number").inputValue()).toBe("after");
    expect(await runsOf("after")).toHaveLength(0);
    await start.click();
    await page.locator("header [data-status=completed]").waitFor();
  });

  it("no connection: what could be pressed is off and says why", async () => {
    const page = await open(await aUser("off.line", "Off Line"), { role: "operator" });
    await page.getByRole("textbox", { name: "Extension" }).fill("2501");
    await page.getByRole("button", { name: "Discard changes" }).waitFor();
    await page.route("**/{api,health}/**", (route) => route.abort());
    await page.getByRole("textbox", { name: "Extension" }).fill("2502");
    await page.getByText(/^Connection lost at/).waitFor();
    for (const name of ["Save", "Delete", "Assign licence"]) {
      await page
        .getByRole("button", { name, exact: true })
        .and(page.locator("[aria-disabled=true]"))
        .waitFor();
    }
    await page.getByRole("button", { name: "Assign licence" }).hover({ force: true });
    await page.getByRole("tooltip", { name: /The service does not answer/ }).waitFor();
    await page.unroute("**/{api,health}/**");
    await page.getByText(/^Connection lost at/).waitFor({ state: "detached" });
    // What was written is there still.
    expect(await page.getByRole("textbox", { name: "Extension" }).inputValue()).toBe("2502");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Save: done.").waitFor();
  });
});
