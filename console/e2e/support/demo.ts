import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ServiceAccess } from "./service";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const BINARY = process.env.THROUGHLINE_BINARY ?? path.join(ROOT, "target/debug/throughline");
const PATIENCE_MS = 120_000;

/** What `throughline demo` writes down: where everything is and how to get in. */
type Written = {
  service_url: string;
  token: string;
  administrator: { user: string; password: string };
  webitel: { url: string; token: string };
  creatio: { url: string };
};

/** The real binary with everything it needs on this machine, in a folder that is gone afterwards. */
export class Demo {
  #child: ChildProcess | undefined;
  readonly #folder: string;
  readonly #users: number;
  #listen = "127.0.0.1:0";

  private constructor(folder: string, users: number) {
    this.#folder = folder;
    this.#users = users;
  }

  /** Starts it with so many people in Webitel; everything of it is ended where that fails. */
  static async start({ users }: { users: number }): Promise<{ demo: Demo; written: Written }> {
    const demo = new Demo(await mkdtemp(path.join(tmpdir(), "throughline-console-")), users);
    try {
      return { demo, written: await demo.#run() };
    } catch (error) {
      await demo.end();
      throw error;
    }
  }

  /** The service dies in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.#signal("SIGKILL");
  }

  /** It starts again on the same database and at the same address. */
  async restart(): Promise<Written> {
    return this.#run();
  }

  /** Ends it and everything it left. A killed one is started once more: only that ends the database it left behind. */
  async end(): Promise<void> {
    if (this.#child?.signalCode === "SIGKILL") await this.#run().catch(() => undefined);
    await this.#signal("SIGTERM");
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #run(): Promise<Written> {
    const options = ["--listen", this.#listen, "--data-dir", this.#folder, "--users", String(this.#users)];
    this.#child = spawn(BINARY, ["demo", ...options], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, THROUGHLINE_URL: undefined, THROUGHLINE_TOKEN: undefined },
    });
    await said(this.#child, "Press Ctrl+C");
    const written = JSON.parse(await readFile(path.join(this.#folder, "demo.json"), "utf8")) as Written;
    this.#listen = new URL(written.service_url).host;
    return written;
  }

  async #signal(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }
}

/** Waits until the service says `words`. */
function said(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Error(`it did not say "${words}":\n${text}`)), PATIENCE_MS);
    const hear = (part: Buffer) => {
      text += part.toString();
      if (!text.includes(words)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`the service ended with ${code}:\n${text}`));
    });
    child.once("error", reject);
  });
}

/** Gives what was written the users and the definitions every test may rely on. */
export async function furnish(written: Written): Promise<ServiceAccess> {
  const { service_url: url, token, administrator, webitel, creatio } = written;
  const users = { ...(await people(url, token)), administrator };
  await deploy(url, token);
  return { url, token, users, webitel, creatio };
}

/** One user of each role below administrator; the first start made that one. */
async function people(url: string, token: string) {
  const make = async (role: string) => {
    const [user, password] = [`test-${role}`, `a password of ${role}`];
    const response = await fetch(`${url}/api/v1/users`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ name: user, role, password }),
    });
    if (!response.ok) throw new Error(`${user}: ${await response.text()}`);
    return { user, password };
  };
  return { viewer: await make("viewer"), operator: await make("operator"), designer: await make("designer") };
}

async function deploy(url: string, token: string) {
  const folder = path.resolve(import.meta.dirname, "../processes");
  for (const name of await readdir(folder)) {
    const response = await fetch(`${url}/api/v1/definitions`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/yaml" },
      body: await readFile(path.join(folder, name)),
    });
    if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
  }
}
