import { inject } from "vitest";

type Run = { id: string; status: string };

/** Starts a run past the browser and waits until it has ended or stands (`wait`). */
export async function startRun(process: string, input: object = {}, businessKey?: string): Promise<Run> {
  const { url, token } = inject("service");
  const response = await fetch(`${url}/api/v1/processes/${process}/runs?wait=500ms`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ input, ...(businessKey ? { business_key: businessKey } : {}) }),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Run;
}

type Row = { id: string; title: string; values: Record<string, unknown> };

/** The first records of a section, past the browser. */
export async function records(section: string, query: string): Promise<Row[]> {
  const { url, token } = inject("service");
  const response = await fetch(`${url}/api/v1/sections/${section}/records?${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(await response.text());
  return ((await response.json()) as { items: Row[] }).items;
}

/** Makes a schedule past the browser, or finds the one there is; of a name of its own for each test. */
export async function makeSchedule(process: string, name: string, settings: object): Promise<{ id: string }> {
  const { url, token } = inject("service");
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(`${url}/api/v1/schedules`, {
    method: "POST",
    headers,
    body: JSON.stringify({ process, name, ...settings }),
  });
  if (response.status !== 409) {
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as { id: string };
  }
  const found = await fetch(`${url}/api/v1/schedules?process=${process}&name=${name}`, { headers });
  const { items } = (await found.json()) as { items: { id: string }[] };
  if (!items[0]) throw new Error(`there is no ${process}/${name}`);
  return items[0];
}

/** Gives the variable `size` of a run that stopped another value and has its incident tried again. */
export async function mend(id: string, size: number): Promise<void> {
  const { url, token } = inject("service");
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const run = (await (await fetch(`${url}/api/v1/runs/${id}`, { headers })).json()) as {
    tokens: { token: number }[];
  };
  const response = await fetch(`${url}/api/v1/runs/${id}/tokens/${run.tokens[0]?.token}/retry`, {
    method: "POST",
    headers,
    body: JSON.stringify({ variables: { size } }),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** The runs of a process with a business key. */
export async function runsOf(process: string, key: string): Promise<{ items: Run[] }> {
  const { url, token } = inject("service");
  const address = `${url}/api/v1/runs?process=${process}&business_key=${encodeURIComponent(key)}`;
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as { items: Run[] };
}
