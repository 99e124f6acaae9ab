import { get, send } from "./client";
import { ApiError } from "./problem";
import { type Session, setSession } from "./session";

/** Asks the service who is signed in here: before the first page. */
export async function readSession(): Promise<Session | null> {
  try {
    const session = await get("/api/v1/session");
    setSession(session);
    return session;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    setSession(null);
    return null;
  }
}

/** Signs in; the cookie is the browser's business, the token of changes is ours. */
export async function signIn(user: string, password: string): Promise<Session> {
  const session = await send("post", "/api/v1/session", { body: { user, password } });
  setSession(session);
  return session;
}

export async function signOut(): Promise<void> {
  await send("delete", "/api/v1/session");
  setSession(null);
}
