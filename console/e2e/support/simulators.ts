import { inject } from "vitest";

/** A person as Webitel has them, by its own API. */
export type WebitelUser = {
  id: string;
  username: string;
  name: string;
  extension?: string;
  device?: { id: string; name: string };
  license?: { id: string; prod: string }[];
  roles?: { id: string; name: string }[];
};

/** The user of this name as Webitel has it; `undefined` where it has none. */
export async function webitelUser(username: string): Promise<WebitelUser | undefined> {
  const fields = ["id", "username", "name", "extension", "device", "license", "roles"];
  const query = fields.map((field) => `fields=${field}`).join("&");
  const { items } = await webitel<{ items?: WebitelUser[] }>(`/api/users?username=${username}&${query}`);
  return items?.find((user) => user.username === username);
}

/** Places of a licence that are left. */
export async function placesLeft(license: string): Promise<number> {
  const { items } = await webitel<{ items?: { id: string; remain?: number }[] }>(
    `/api/license?id=${license}&fields=id&fields=remain`,
  );
  return items?.[0]?.remain ?? 0;
}

/** Somebody is made in Webitel itself. */
export async function makeWebitelUser(user: { username: string; name: string; extension?: string }) {
  await webitel("/api/users", { method: "POST", body: JSON.stringify(user) });
}

async function webitel<T>(path: string, init: RequestInit = {}): Promise<T> {
  const { url, token } = inject("service").webitel;
  const headers = { "x-webitel-access": token, "content-type": "application/json" };
  const response = await fetch(`${url}${path}`, { ...init, headers });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Rows of an entity of the CRM, by the text of a column. */
export async function crmRows(
  entity: string,
  column: string,
  value: string,
): Promise<Record<string, unknown>[]> {
  const query = new URLSearchParams({ column, value }).toString();
  const response = await fetch(`${inject("service").creatio.url}/_simulator/entities/${entity}?${query}`);
  if (!response.ok) throw new Error(`${entity}: ${response.status}`);
  return ((await response.json()) as { rows: Record<string, unknown>[] }).rows;
}

/** What becomes of a request that a trap catches. */
export type Trap = {
  method?: string;
  path: string;
  /** The first that is caught, from 1; the next unless said. */
  nth?: number;
  /** How many are caught from there on; 0 is all. */
  times?: number;
  then: { kind: "refuse"; status: number } | { kind: "hold" };
};

/** Sets a trap in a simulated system for the time of `during`; what is held by then goes on. */
export async function trapped<T>(
  system: "webitel" | "creatio",
  trap: Trap,
  during: (trap: { caught: () => Promise<void>; release: () => Promise<void> }) => Promise<T>,
): Promise<T> {
  const board = `${inject("service")[system].url}/_simulator/traps`;
  const headers = { "content-type": "application/json" };
  const set = await fetch(board, { method: "POST", headers, body: JSON.stringify(trap) });
  if (!set.ok) throw new Error(`no trap: ${await set.text()}`);
  const { id } = (await set.json()) as { id: number };
  try {
    return await during({
      caught: async () => {
        const looked = await fetch(`${board}/${id}?wait_ms=10000`);
        const { caught } = (await looked.json()) as { caught: number };
        if (caught === 0) throw new Error(`nothing was caught at ${trap.path}`);
      },
      release: async () => {
        await fetch(`${board}/${id}/release`, { method: "POST" });
      },
    });
  } finally {
    await fetch(`${board}/${id}`, { method: "DELETE" });
  }
}
