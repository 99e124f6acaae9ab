import { describe, it } from "vitest";
import { actOnMany, makeSchedule, records, startRun, twoVersions } from "./support/api";
import { expectAccessible } from "./support/axe";
import { open, useBrowser } from "./support/browser";

/** Its first run goes on for long, so all later times are skipped. */
const OFTEN = { cron: "*/2 * * * * *", timezone: "America/New_York" };

/** Every page in every state worth looking at; a new page is a line here. */
const PAGES: { name: string; anonymous?: true; show: () => Promise<{ at: string; ready: string }> }[] = [
  { name: "sign-in", anonymous: true, show: async () => ({ at: "/sign-in", ready: "button[type=submit]" }) },
  {
    name: "home",
    show: async () => {
      await startRun("Stuck");
      return { at: "/", ready: "[data-cause]" };
    },
  },
  { name: "home, as a table", show: async () => ({ at: "/?plot=table", ready: "table" }) },
  { name: "runs", show: async () => ({ at: "/runs", ready: "[data-row]" }) },
  {
    name: "runs, none",
    show: async () => ({ at: "/runs?key=nothing-has-this", ready: "text=Nothing matches" }),
  },
  {
    name: "bulk, failed again",
    show: async () => {
      await startRun("Jammed", {}, "A-1");
      const { id } = await actOnMany("retry", { process: "Jammed", status: "incident" });
      return { at: `/bulk/${id}?show=failed-again`, ready: "[data-row]" };
    },
  },
  { name: "bulk actions", show: async () => ({ at: "/bulk", ready: "[data-row]" }) },
  { name: "start", show: async () => ({ at: "/start", ready: "text=Choose a process" }) },
  { name: "start, form", show: async () => ({ at: "/start/Order", ready: "form input" }) },
  {
    name: "run, incident",
    show: async () => ({ at: `/runs/${(await startRun("Stuck")).id}`, ready: "[data-element-id=decide]" }),
  },
  {
    name: "run, done",
    show: async () => ({
      at: `/runs/${(await startRun("Order", { order: "X" })).id}?tab=steps`,
      ready: "text=Result",
    }),
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
  {
    name: "run, calls",
    show: async () => ({
      at: `/runs/${(await startRun("LongWait")).id}?tab=calls`,
      ready: "[role=listitem]",
    }),
  },
  {
    name: "run, timeline",
    show: async () => ({
      at: `/runs/${(await startRun("GetWebitelUsers")).id}?tab=timeline`,
      ready: "[role=listitem] button",
    }),
  },
  {
    name: "run, heat, in the past",
    show: async () => ({
      at: `/runs/${(await startRun("GetWebitelUsers")).id}?heat=sum&at=20`,
      ready: ".djs-shape.run-heat-5",
    }),
  },
  {
    name: "run, history of a variable",
    show: async () => ({
      at: `/runs/${(await startRun("LongWait")).id}?tab=variables&name=big`,
      ready: "text=Its first value",
    }),
  },
  {
    name: "run, several incidents",
    show: async () => ({ at: `/runs/${(await startRun("Parcels")).id}`, ready: "text=Retry all 2" }),
  },
  { name: "section", show: async () => ({ at: "/s/webitel_users", ready: "[data-row]" }) },
  {
    name: "section, chosen rows",
    show: async () => ({ at: `/s/webitel_users?sel=${await firstUser()}`, ready: "text=Turn STUN on (" }),
  },
  {
    name: "section, a record",
    show: async () => ({ at: `/s/webitel_users/${await firstUser()}?at=0`, ready: "form input" }),
  },
  { name: "section, a new record", show: async () => ({ at: "/s/webitel_users/new", ready: "form input" }) },
  { name: "workplaces", show: async () => ({ at: "/workplaces", ready: "ol li" }) },
  { name: "schedules", show: async () => ({ at: "/schedules", ready: "[data-row]" }) },
  {
    name: "calendar",
    show: async () => {
      await makeSchedule("LongWait", "often", OFTEN);
      return { at: "/schedules?view=calendar", ready: "[data-day] a" };
    },
  },
  {
    name: "calendar, a week",
    show: async () => ({ at: "/schedules?view=calendar&span=week", ready: "[data-day] a" }),
  },
  {
    name: "schedule",
    show: async () => ({
      at: `/schedules/${(await makeSchedule("LongWait", "often", OFTEN)).id}`,
      ready: "text=Skipped",
    }),
  },
  { name: "access", show: async () => ({ at: "/access", ready: "text=test-viewer" }) },
  { name: "access, tokens", show: async () => ({ at: "/access?tab=tokens", ready: "table, p" }) },
  { name: "access, rights", show: async () => ({ at: "/access?tab=rights", ready: "text=Every process" }) },
  { name: "access, audit", show: async () => ({ at: "/access?tab=audit", ready: "[data-row]" }) },
  { name: "connections", show: async () => ({ at: "/connections", ready: "[data-row]" }) },
  {
    name: "connection",
    show: async () => ({ at: "/connections/webitel", ready: "text=Circuit on each node" }),
  },
  {
    name: "connection, table",
    show: async () => ({ at: "/connections/webitel?show=table", ready: "text=As a plot" }),
  },
  { name: "definitions", show: async () => ({ at: "/definitions", ready: "[data-row]" }) },
  { name: "definition", show: async () => ({ at: "/definitions/Order/1", ready: ".cm-line" }) },
  { name: "definition, compared", show: compared },
  { name: "deploy", show: async () => ({ at: "/definitions/deploy?from=Order", ready: "text=No mistakes" }) },
];

async function compared() {
  await twoVersions("Axe");
  return { at: "/definitions/Axe/2?diff=1..2&step=create_user", ready: ".diff-added" };
}

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
