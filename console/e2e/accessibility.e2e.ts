import { describe, it } from "vitest";
import { records, startRun } from "./support/api";
import { expectAccessible } from "./support/axe";
import { open, useBrowser } from "./support/browser";

/** Every page in every state worth looking at; a new page is a line here. */
const PAGES: { name: string; anonymous?: true; show: () => Promise<{ at: string; ready: string }> }[] = [
  { name: "sign-in", anonymous: true, show: async () => ({ at: "/sign-in", ready: "button[type=submit]" }) },
  { name: "runs", show: async () => ({ at: "/runs", ready: "[data-row]" }) },
  {
    name: "runs, none",
    show: async () => ({ at: "/runs?key=nothing-has-this", ready: "text=Nothing matches" }),
  },
  { name: "start", show: async () => ({ at: "/start", ready: "text=Choose a process" }) },
  { name: "start, form", show: async () => ({ at: "/start/Order", ready: "form input" }) },
  {
    name: "run, incident",
    show: async () => ({ at: `/runs/${(await startRun("Stuck")).id}`, ready: "text=Stopped at" }),
  },
  {
    name: "run, done",
    show: async () => ({ at: `/runs/${(await startRun("Order", { order: "X" })).id}`, ready: "text=Result" }),
  },
  {
    name: "run, journal",
    show: async () => ({
      at: `/runs/${(await startRun("GetWebitelUsers")).id}?tab=journal`,
      ready: "[role=listitem]",
    }),
  },
  {
    name: "run, variables",
    show: async () => ({
      at: `/runs/${(await startRun("LongWait")).id}?tab=variables`,
      ready: "text=</script>",
    }),
  },
  { name: "section", show: async () => ({ at: "/s/webitel_users", ready: "[data-row]" }) },
  {
    name: "section, chosen rows",
    show: async () => ({ at: `/s/webitel_users?sel=${await firstUser()}`, ready: "text=Turn STUN on (" }),
  },
  {
    name: "section, a record",
    show: async () => ({ at: `/s/webitel_users/${await firstUser()}?at=0`, ready: "[data-row]" }),
  },
  { name: "section, a new record", show: async () => ({ at: "/s/webitel_users/new", ready: "form input" }) },
  { name: "workplaces", show: async () => ({ at: "/workplaces", ready: "ol li" }) },
];

async function firstUser(): Promise<string> {
  return (await records("webitel_users", "limit=1"))[0]?.id ?? "";
}

describe("nothing serious stands in the way of anybody", () => {
  useBrowser();

  for (const { name, anonymous, show } of PAGES) {
    it(name, async () => {
      const { at, ready } = await show();
      for (const scheme of ["light", "dark"] as const) {
        const page = await open(at, { scheme, ...(anonymous ? { anonymous } : {}) });
        await page.waitForSelector(ready);
        await expectAccessible(page);
        await page.context().close();
      }
    });
  }
});
