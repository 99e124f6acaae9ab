import type { Page } from "playwright-core";

/** More stops than any page has between two things one wants. */
const MOST_STOPS = 60;

/**
 * Presses Tab (Shift+Tab for `back`) until what is called so has the focus, as somebody without a mouse does, and sees
 * that it is in view. A page where that cannot be reached fails here.
 */
export async function tabTo(page: Page, name: RegExp, { back = false } = {}): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    const at = await focused(page);
    if (name.test(at.name)) {
      if (!at.inView) throw new Error(`“${at.name}” has the focus and is out of view`);
      return;
    }
    passed.push(at.name);
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
  }
  throw new Error(`Tab does not lead to ${name}: ${passed.join(" | ")}`);
}

/** What has the focus is called, and whether it can be seen. */
function focused(page: Page): Promise<{ name: string; inView: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    if (!element || element === document.body) return { name: "", inView: true };
    const labelledBy = (element.getAttribute("aria-labelledby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? "")
      .join(" ")
      .trim();
    const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(" ");
    const name = element.getAttribute("aria-label") ?? (labelledBy || labels || element.textContent);
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const inView = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    return { name: (name ?? "").trim(), inView };
  });
}

/** Goes or does what the palette finds for these words. */
export async function palette(page: Page, words: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Знайти або перейти …").waitFor();
  await page.keyboard.type(words);
  await page.getByRole("dialog").getByText(words).first().waitFor();
  await page.keyboard.press("Enter");
}
