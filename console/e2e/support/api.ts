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

/** Runs a process past the browser to its end, and fails unless it completed. */
export async function ran(process: string, input: object = {}): Promise<void> {
  const { url, token } = inject("service");
  const response = await fetch(`${url}/api/v1/processes/${process}/runs?wait=30s`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ input }),
  });
  const text = await response.text();
  if (!response.ok || (JSON.parse(text) as Run).status !== "completed")
    throw new Error(`${process}: ${text}`);
}

/** What a reading of the API answers, past the browser. */
export async function asked<T>(path: string): Promise<T> {
  const { url, token } = inject("service");
  const response = await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Deploys a definition past the browser. */
export async function deploy(source: string): Promise<void> {
  const { url, token } = inject("service");
  const response = await fetch(`${url}/api/v1/definitions`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/yaml" },
    body: source,
  });
  if (!response.ok) throw new Error(await response.text());
}

/** Two versions of a process of a test's own; a run waits on the first. What a test made before it finds again. */
export async function twoVersions(key: string): Promise<{ first: string; second: string }> {
  const first = `process: ${key}
name: Create a user
triggers: [manual]
steps:
  create_user:
    name: Create user
    call: noop.run
    retry: { attempts: 3 }
  old_step: { set: {} }
  pause: { wait: 1h }
  done: { end: {} }
`;
  const second = first
    .replace("attempts: 3", "attempts: 5")
    .replace("  old_step: { set: {} }\n", "")
    .replace("  done:", "  tell: { call: noop.run }\n  done:");
  await deploy(first);
  await startRun(key);
  await deploy(second);
  return { first, second };
}

type Row = { id: string; title: string; values: Record<string, unknown> };

/** The first records of a section, past the browser. */
export async function records(section: string, query: string): Promise<Row[]> {
  return (await asked<{ items: Row[] }>(`sections/${section}/records?${query}`)).items;
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

/** An answer of the API, past the browser. */
export async function readApi<T>(path: string): Promise<T> {
  const { url, token } = inject("service");
  const response = await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}

/** Asks the API for something past the browser. */
export async function postApi<T>(path: string, body: object): Promise<T> {
  const { url, token } = inject("service");
  const response = await fetch(`${url}/api/v1/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}

/** Does something to all runs of a filter, and waits until every one was seen to. */
export async function actOnMany(action: string, filter: object): Promise<{ id: string; runs: number }> {
  const preview = await postApi<{ id: string; runs: number }>("bulk", { action, filter });
  if (preview.runs === 0) return preview;
  await postApi(`bulk/${preview.id}/start`, {});
  const end = Date.now() + 20_000;
  while ((await readApi<{ state: string }>(`bulk/${preview.id}`)).state !== "finished") {
    if (Date.now() > end) throw new Error(`the ${action} of ${preview.runs} runs did not end in time`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return preview;
}

/** The kinds of a run's facts. */
export async function factsOf(run: string): Promise<string[]> {
  const { items } = await readApi<{ items: { kind: string }[] }>(`runs/${run}/journal`);
  return items.map(({ kind }) => kind);
}

/** Gives the variable `size` of a run that stopped another value and has its incident tried again. */
export async function mend(id: string, size: number): Promise<void> {
  const run = await readApi<{ tokens: { token: number }[] }>(`runs/${id}`);
  await postApi(`runs/${id}/tokens/${run.tokens[0]?.token}/retry`, { variables: { size } });
}

/** The runs of a process with a business key. */
export async function runsOf(process: string, key: string): Promise<{ items: Run[] }> {
  return await readApi(`runs?process=${process}&business_key=${encodeURIComponent(key)}`);
}
