import { useSyncExternalStore } from "react";
import type { components } from "./schema";

export type Role = components["schemas"]["Role"];
/** Ordered: each may do what those before it may. */
export const ROLES = ["viewer", "operator", "designer", "administrator"] as const satisfies readonly Role[];

/** Who is signed in. */
export type Session = components["schemas"]["SessionInfo"];

/** `undefined`: not asked yet. `null`: nobody is signed in. */
let current: Session | null | undefined;
/** Who was signed in last: pages that are about to be left still say whose they are. */
let last: Session | undefined;
/** Whether the last session ended by itself and not because somebody signed out. */
let ended = false;
const listeners = new Set<() => void>();

export function setSession(session: Session | null): void {
  current = session;
  last = session ?? last;
  if (session) ended = false;
  for (const listener of listeners) listener();
}

export function session(): Session | null | undefined {
  return current;
}

/** Goes with every change, so that no other site can make one with our cookie. */
export function csrfToken(): string | undefined {
  return current?.csrf_token ?? undefined;
}

/** The service says the session is over. */
export function signedOut(): void {
  if (!current) return;
  ended = true;
  setSession(null);
}

/** Whether who has to sign in was signed in until the service said that it is over. */
export function sessionEnded(): boolean {
  return ended;
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Who is signed in; inside the shell there always is somebody. */
export function useSession(): Session {
  const session = useSyncExternalStore(onSession, () => last);
  if (!session) throw new Error("useSession is for pages inside the shell");
  return session;
}

/**
 * Whether who is signed in has at least this role. What somebody may not do is shown as off with the reason, or not at
 * all where it would only be noise; the service checks again.
 */
export function useMay(least: Role): boolean {
  const { role } = useSession();
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}
