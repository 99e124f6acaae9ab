import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";

/** How tests reach the service. */
export type ServiceAccess = {
  url: string;
  token: string;
  users: Record<Role, { user: string; password: string }>;
};

/** Who the tests are; one of each role. */
export type Role = "viewer" | "operator" | "designer" | "administrator";

declare module "vitest" {
  interface ProvidedContext {
    service: ServiceAccess;
  }
}

const ROOT = path.resolve(import.meta.dirname, "../../..");
const BINARY = process.env.THROUGHLINE_BINARY ?? path.join(ROOT, "target/debug/throughline");
const PATIENCE_MS = 120_000;

/** Starts the real binary with everything it needs on this machine, once for all tests; ends it whatever happens. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(path.join(tmpdir(), "throughline-console-"));
  const child = spawn(BINARY, ["demo", "--listen", "127.0.0.1:0", "--data-dir", folder, "--users", "60"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, THROUGHLINE_URL: undefined, THROUGHLINE_TOKEN: undefined },
  });
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill("SIGTERM");
      await new Promise((resolve) => child.once("exit", resolve));
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await said(child, "Press Ctrl+C");
    const access = JSON.parse(await readFile(path.join(folder, "demo.json"), "utf8")) as {
      service_url: string;
      token: string;
      administrator: { user: string; password: string };
    };
    const { service_url: url, token, administrator } = access;
    const users = { ...(await people(url, token)), administrator };
    const service = { url, token, users };
    await deploy(service);
    project.provide("service", service);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
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

/** One user of each role below administrator; the first start made that one. */
async function people(url: string, token: string) {
  const make = async (role: Role) => {
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

async function deploy({ url, token }: ServiceAccess) {
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
