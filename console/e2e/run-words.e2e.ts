import { beforeAll, describe, expect, inject, it } from "vitest";
import { asked, deploy, postApi, startRun, twoVersions } from "./support/api";
import { open, useBrowser } from "./support/browser";
import { trapped } from "./support/simulators";

/** Calls Webitel, again after `pause` where that fails. */
const calling = (key: string, pause: string) => `process: ${key}
name: Create a user at night
triggers: [manual]
steps:
  create:
    call: webitel.users.create
    with: { name: night, username: night-${key.toLowerCase()} }
    retry: { attempts: 3, backoff: ${pause} }
  done: { end: {} }
`;

/** Of ten items four stop at one step, two at another. */
const TROUBLES = `process: Troubles
name: Import with troubles
triggers: [manual]
steps:
  each:
    for_each: =[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    parallel: 10
    steps:
      take: { script: 'if item < 4 { throw "extension " + item + " is taken" } item' }
      pick: { choose: [{ when: =item > 5, to: keep }] }
      keep: { call: noop.run, with: { n: =item } }
  done: { end: {} }
`;

const FAILS = `process: Charge
name: Charge a card
triggers: [manual]
steps:
  charge: { call: noop.run }
  refused: { end: { error: { code: card_refused, message: "The bank refused the card: limit reached" } } }
`;

const DOWN = { method: "POST", path: "/api/users", times: 0, then: { kind: "refuse", status: 503 } } as const;

describe("words of a run", () => {
  useBrowser();

  beforeAll(async () => {
    for (const source of [calling("Patient", "40s"), calling("Hasty", "50ms"), TROUBLES, FAILS])
      await deploy(source);
  });

  it("never says a bare Running while it waits for the next attempt, and says what failed", async () => {
    await trapped("webitel", DOWN, async ({ caught }) => {
      const { id } = await startRun("Patient");
      await caught();
      const page = await open(`/runs/${id}`);
      const status = page.locator("header [data-status=running]");
      await status.getByText(/Running, attempt 1 of 3, next in \d+ s/).waitFor();
      await page.getByText(/^Attempt 1 of 3 of “create” failed; the next one is in \d+ s\./).waitFor();
      await page.getByText(/The last failure: Webitel answered 503 to users.create/).waitFor();
      await page.goto(`/runs/${id}?tab=steps`);
      await page.getByText("Attempt 1 of 3 failed, the next one at").waitFor();
      await page.getByText("Together").waitFor();
    });
  });

  it("says how often it was tried, what helps, in both languages, and the code under Details", async () => {
    await trapped("webitel", DOWN, async () => {
      const { id } = await startRun("Hasty");
      const page = await open(`/runs/${id}`, { role: "operator" });
      const said = page.getByText(/^Stopped at “create”: Webitel answered 503/);
      await page.getByText(/It was tried 3 times in \d+ ms\. Retry when the other side/).waitFor();
      expect(await said.textContent()).not.toContain("none left");
      expect(await page.getByText("webitel.unavailable").count()).toBe(0);
      await page.getByRole("button", { name: "Details" }).click();
      await page.getByText("webitel.unavailable").waitFor();
      const ours = await open(`/runs/${id}`, { language: "uk" });
      await ours.getByText(/^Зупинено на кроці «create»: Webitel на users.create відповідає 503/).waitFor();
      await ours.getByText(/Спробувано 3 рази за/).waitFor();
    });
  });

  it("puts many stopped items together by cause, and tries one cause again", async () => {
    const { id } = await startRun("Troubles");
    const page = await open(`/runs/${id}`, { role: "operator" });
    await page
      .getByText(
        "Stopped at “each/take” in 4 items: extension 0 is taken. 2 more are stopped for another reason.",
      )
      .waitFor();
    const causes = page.getByRole("list", { name: "Stopped steps" });
    expect(await causes.locator("> li").count()).toBe(2);
    const [first, second] = [causes.locator("> li").first(), causes.locator("> li").last()];
    await first.getByRole("button", { name: "extension 0 is taken." }).click();
    const each = page.getByRole("list", { name: "Each stopped “each/take”" });
    expect(await each.locator("> li").count()).toBe(4);
    await each.locator("> li").nth(2).getByText("item 3").waitFor();
    await each.locator("> li").nth(2).getByRole("button", { name: "Skip with output" }).waitFor();
    const tried = async () =>
      (await asked<{ items: object[] }>(`runs/${id}/journal?kind=retried`)).items.length;
    await second.getByRole("button", { name: "Retry 2: each/pick" }).click();
    await page.getByText(/“each\/pick” (is|will be) tried again for 2 items/).waitFor();
    await expect.poll(tried).toBe(2);
    await page.getByRole("button", { name: "Retry all 6" }).waitFor();
  });

  it("tells a viewer who can act, and keeps actions in their place while the service is away", async () => {
    const { id } = await startRun("Sized", {}, "W-1");
    const viewer = await open(`/runs/${id}`, { role: "viewer" });
    await viewer.getByText("You may look. An operator or an administrator can act on it.").waitFor();
    expect(await viewer.getByRole("button", { name: "Retry" }).count()).toBe(0);
    const page = await open(`/runs/${id}`, { role: "operator" });
    const retry = page.getByRole("button", { name: "Retry", exact: true });
    await retry.waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    // All files of the page are there: what is lost is the connection, not a part of the page.
    await page.locator("[data-element-id]").first().waitFor();
    await page.context().setOffline(true);
    await page.getByText("Connection lost").waitFor();
    for (const name of ["Retry", "Edit variables and retry", "Skip with output", "Pause", "Cancel"]) {
      const button = page.getByRole("button", { name, exact: true });
      await button.and(page.locator(":disabled")).waitFor();
      expect(await button.getAttribute("title"), name).toContain("The service does not answer");
    }
    await page.getByText("Not live", { exact: true }).waitFor();
    await page.context().setOffline(false);
    await page.getByText("Live", { exact: true }).waitFor();
    await retry.and(page.locator(":enabled")).waitFor();
  });

  it("says who paused and who cancelled it, and why", async () => {
    const { id } = await startRun("LongWait", {}, "W-2");
    await postApi(`runs/${id}/suspend`, { reason: "the contract changes" });
    const page = await open(`/runs/${id}`);
    await page
      .getByText(/^Paused by token:default at .*Reason: “the contract changes”\. Now at “wait_for_renewal”\./)
      .waitFor();
    await postApi(`runs/${id}/cancel`, { reason: "wrong contract" });
    await page.getByText(/^Cancelled by token:default after .*Reason: “wrong contract”\./).waitFor();
  });

  it("marks where a run failed, and that it is of an old version", async () => {
    const { id } = await startRun("Charge");
    const page = await open(`/runs/${id}`);
    await page
      .getByText("Ended by an error at “refused”: The bank refused the card: limit reached.")
      .waitFor();
    await page.locator("[data-element-id=refused].run-stopped").waitFor();
    await page.getByTitle("The run ended here by an error").waitFor();
    await twoVersions("WordsVersions");
    const { items } = await asked<{ items: { id: string }[] }>("runs?process=WordsVersions");
    await page.goto(`/runs/${items[0]?.id}`);
    await page.getByRole("link", { name: "newest is 2: what changed" }).click();
    await page.waitForURL(/\/definitions\/WordsVersions\/2\?diff=1\.\.2/);
  });

  it("leaves the tab what is left of the window under a problem", async () => {
    const { id } = await startRun("Sized", {}, "W-3");
    for (const tab of ["diagram", "timeline", "journal", "calls"]) {
      const page = await open(`/runs/${id}?tab=${tab}`, { role: "operator" });
      await page.getByRole("button", { name: "Skip with output" }).waitFor();
      await page.getByRole("tabpanel").locator("section").waitFor();
      await page.waitForFunction(() => {
        const main = document.querySelector("main");
        return main !== null && main.scrollHeight <= main.clientHeight;
      });
    }
  });

  it("keeps marks apart where colours are forced", async () => {
    const { id } = await startRun("Sized", {}, "W-4");
    const page = await open(`/runs/${id}?tab=timeline`);
    await page.emulateMedia({ forcedColors: "active" });
    const bars = page.getByRole("list", { name: "What the bars mean" }).locator("i");
    await bars.first().waitFor();
    const looks = await bars.evaluateAll((all) =>
      all.map((bar) => {
        const { backgroundColor, backgroundImage, borderTopStyle } = getComputedStyle(bar);
        return `${backgroundColor} ${backgroundImage} ${borderTopStyle}`;
      }),
    );
    expect(new Set(looks).size).toBe(looks.length);
  });

  it("reads an input of megabytes only when somebody asks", async () => {
    const { url, token } = inject("service");
    const text = "t".repeat(2_300_000);
    const response = await fetch(`${url}/api/v1/processes/Large/runs/batch`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: `{"items":[{"business_key":"W-5","input":{"text":"${text}","rows":[9007199254740993]}}]}`,
    });
    expect(response.status, await response.clone().text()).toBeLessThan(300);
    const { items } = (await response.json()) as { items: { run_id: string }[] };
    const id = items[0]?.run_id ?? "";
    const page = await open(`/runs/${id}`, { role: "operator" });
    let bytes = 0;
    page.on("response", (answer) => {
      if (!answer.url().includes("/input") && !answer.url().includes("/journal")) return;
      void answer.body().then(
        (body) => (bytes += body.length),
        () => undefined,
      );
    });
    await page.reload();
    await page.locator("[data-element-id=keep]").waitFor();
    await page.getByRole("tab", { name: "Steps" }).click();
    const whole = page.getByRole("button", { name: "Show all (2.3 MB)" });
    await whole.waitFor();
    await page.getByText("9007199254740993").waitFor();
    expect(bytes).toBeLessThan(100_000);
    const kept = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).first().click();
    expect((await kept).suggestedFilename()).toBe("input.json");
    await whole.click();
    await page.getByRole("button", { name: "Open rows" }).click();
    await page.getByText("9007199254740993").waitFor();
    expect(bytes).toBeGreaterThan(2_000_000);
    await postApi(`runs/${id}/cancel`, {});
  });
});
