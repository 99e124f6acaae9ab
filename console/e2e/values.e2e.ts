import { describe, expect, inject, it } from "vitest";
import { open, useBrowser } from "./support/browser";

/** A debug build on a busy machine reads megabytes slowly. */
const PATIENCE_MS = 30_000;
const LONG = "n".repeat(400);

/** A run that holds what nobody wants whole; a batch takes larger bodies than a single start. */
async function largeRun(input: string): Promise<string> {
  const { url, token } = inject("service");
  const response = await fetch(`${url}/api/v1/processes/Large/runs/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: `{"items":[{"input":${input},"business_key":${JSON.stringify(LONG.slice(0, 190))}}]}`,
  });
  if (!response.ok) throw new Error(await response.text());
  const { items } = (await response.json()) as { items: { run_id: string }[] };
  return items[0]?.run_id ?? "";
}

describe("values", () => {
  useBrowser();

  it("keeps digits, shows markup as text, and breaks what is long", async () => {
    const id = await largeRun("{}");
    const page = await open(`/runs/${id}?tab=variables`);
    await page.getByText('"</script><img src=x onerror=alert(1)>"').waitFor();
    await page.getByText("9007199254740993").first().waitFor();
    await page.getByText(`"${LONG}"`).waitFor();
    // Nothing makes the page wider than its window.
    for (const at of [`/runs/${id}?tab=variables`, `/runs/${id}`, `/runs?key=${LONG.slice(0, 190)}`]) {
      await page.goto(at);
      await page.locator("h1").waitFor();
      const [needs, has] = await page
        .locator("main")
        .evaluate((main) => [main.scrollWidth, main.clientWidth] as const);
      expect(needs, at).toBeLessThanOrEqual(has);
    }
  });

  it("opens five megabytes when asked, and not before", { timeout: 2 * PATIENCE_MS }, async () => {
    const row = `"id":9007199254740993,"text":"${"r".repeat(80)}"`;
    const rows = Array.from({ length: 45_000 }, (_, n) => `{"n":${n},${row}}`).join(",");
    const id = await largeRun(`{"rows":[${rows}]}`);
    const page = await open(`/runs/${id}?tab=variables`);
    const all = page.getByRole("button", { name: /^Show all \(\d\.\d MB\)/ });
    await all.first().waitFor({ timeout: PATIENCE_MS });
    expect((await page.locator("main").innerText()).length).toBeLessThan(200_000);
    await all.first().click();
    await page.getByText("45,000").or(page.getByText("45000")).first().waitFor();
    await page
      .getByRole("button", { name: /100 more/ })
      .first()
      .waitFor();
    expect(await page.locator("main *").count()).toBeLessThan(5000);
  });

  it(
    "opens a text of megabytes without putting all of it into the page",
    { timeout: 2 * PATIENCE_MS },
    async () => {
      const id = await largeRun(`{"text":"${"t".repeat(4_000_000)}"}`);
      const page = await open(`/runs/${id}?tab=variables`);
      const all = page.getByRole("button", { name: /^Show all \(4\.0 MB\)/ });
      await all.first().waitFor({ timeout: PATIENCE_MS });
      await all.first().click();
      await page
        .getByText(/^"t{1000}/)
        .first()
        .waitFor();
      // The page answers still.
      await page.getByRole("tab", { name: "Calls" }).click();
      await page.getByRole("tab", { name: "Calls", selected: true }).waitFor();
    },
  );
});
