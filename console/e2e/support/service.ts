import type { TestProject } from "vitest/node";
import { Demo, furnish } from "./demo";

/** How tests reach the service and the simulated systems behind it. */
export type ServiceAccess = {
  url: string;
  token: string;
  users: Record<Role, { user: string; password: string }>;
  webitel: { url: string; token: string };
  creatio: { url: string };
};

/** Who the tests are; one of each role. */
export type Role = "viewer" | "operator" | "designer" | "administrator";

declare module "vitest" {
  interface ProvidedContext {
    service: ServiceAccess;
  }
}

/** Starts the real binary with everything it needs on this machine, once for all tests; ends it whatever happens. */
export default async function setup(project: TestProject) {
  const { demo, written } = await Demo.start({ users: 60 });
  try {
    project.provide("service", await furnish(written));
  } catch (error) {
    await demo.end();
    throw error;
  }
  return () => demo.end();
}
