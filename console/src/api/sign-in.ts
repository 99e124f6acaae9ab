import { call } from "./client";
import { parseJson, writeJson } from "./json";
import { ApiError } from "./problem";
import { type Session, setSession } from "./session";

const ADDRESS = "/api/v1/session";

/** Asks the service who is signed in here: at the first page, and when another tab may have changed it. */
export async function readSession(): Promise<Session | null> {
  try {
    return kept(await call(new Request(ADDRESS)));
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    setSession(null);
    return null;
  }
}

/** Signs in; the cookie is the browser's business, the token of changes is ours. */
export async function signIn(user: string, password: string): Promise<Session> {
  const request = new Request(ADDRESS, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: writeJson({ user, password }),
  });
  await call(request);
  const session = await readSession();
  if (!session) throw new Error("The browser did not keep the session's cookie.");
  return session;
}

export async function signOut(): Promise<void> {
  await call(new Request(ADDRESS, { method: "DELETE" }));
  setSession(null);
}

async function kept(response: Response): Promise<Session> {
  const session = parseJson(await response.text()) as Session;
  setSession(session);
  return session;
}
