import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { countSpent, spent } from "./clicks";
import type { Role, ServiceAccess } from "./service";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where a person sits. */
export type Seat = {
  scheme?: "light" | "dark";
  /** The browser's zoom in percent: fewer CSS pixels on the same screen. */
  zoom?: 100 | 200;
  language?: "en" | "uk";
  /** Nobody has signed in. */
  anonymous?: boolean;
  role?: Role;
  /** A session no other test has, to sign out of. */
  ownSession?: boolean;
  /** Another service than the one all tests share. */
  service?: ServiceAccess;
  /** How far the computer's clock is ahead. */
  clockAheadMs?: number;
};

/** What every page is watched for: a test fails on any of it. */
type Complaints = string[];

let browser: Browser;
let contexts: BrowserContext[] = [];
let complaints: Complaints = [];

/** Puts a browser behind the tests of a file; call it once at its top. Every test ends without complaints. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      headless: true,
      args: FLAGS,
    });
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    const heard = complaints;
    contexts = [];
    complaints = [];
    expect(heard, "what the browser complained about").toEqual([]);
  });
}

/** A browser of a person's own, signed in, in Kyiv, on a laptop screen. */
export async function open(path: string, seat: Seat = {}): Promise<Page> {
  const service = seat.service ?? inject("service");
  const { zoom = 100 } = seat;
  const context = await browser.newContext({
    baseURL: service.url,
    viewport: { width: Math.round((1366 * 100) / zoom), height: Math.round((768 * 100) / zoom) },
    deviceScaleFactor: zoom / 100,
    locale: seat.language === "uk" ? "uk-UA" : "en-GB",
    timezoneId: "Europe/Kyiv",
    colorScheme: seat.scheme ?? "light",
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  contexts.push(context);
  context.setDefaultTimeout(20_000);
  await watch(context);
  await countSpent(context);
  if (seat.clockAheadMs) await context.addInitScript(setClock, seat.clockAheadMs);
  if (!seat.anonymous) {
    await signInAs(context, service, seat.role ?? "administrator", seat.ownSession ?? false);
  }
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

/** The browser's clock is off; its timers run as ever. */
function setClock(aheadMs: number) {
  const Real = Date;
  class Shifted extends Real {
    constructor(...given: [] | [number | string | Date]) {
      if (given.length === 0) super(Real.now() + aheadMs);
      else super(...given);
    }
    static override now() {
      return Real.now() + aheadMs;
    }
  }
  globalThis.Date = Shifted as DateConstructor;
}

/** Mouse clicks in this tab so far; `within` of `clicks.ts` holds a flow to a budget. */
export async function clicks(page: Page): Promise<number> {
  return (await spent(page)).clicks;
}

/** Refusals by the Content-Security-Policy, errors of scripts and of React: each is a failure. */
async function watch(context: BrowserContext) {
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} (${event.sample})`);
    });
  });
  context.on("weberror", (error) => complaints.push(`error: ${error.error().message}`));
  context.on("console", (message) => {
    // A refused request is what some tests are about; the page must say it, the browser may.
    if (message.type() !== "error" || message.text().startsWith("Failed to load resource")) return;
    complaints.push(message.text());
  });
}

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;
const signedIn = new Map<string, Cookies>();

/**
 * Signs in past the page: that the page can is a test of its own. Once a role and file, as the digest of a password
 * takes its time on purpose.
 */
async function signInAs(context: BrowserContext, service: ServiceAccess, role: Role, ownSession: boolean) {
  const seat = `${service.url} ${role}`;
  const known = ownSession ? undefined : signedIn.get(seat);
  if (known) {
    await context.addCookies(known);
    return;
  }
  const { user, password } = service.users[role];
  const response = await context.request.post("/api/v1/session", { data: { user, password } });
  expect(response.status(), await response.text()).toBe(200);
  if (!ownSession) signedIn.set(seat, await context.cookies());
}
