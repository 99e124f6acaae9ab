import { useSyncExternalStore } from "react";
import { serverClock } from "./clock";

/** Since when the service has not answered; null while it does. */
let lostAt: number | null = null;
const listeners = new Set<() => void>();

/** Told by the client after every call. */
export function answered(ok: boolean): void {
  if (ok === (lostAt === null)) return;
  lostAt = ok ? null : serverClock.now();
  for (const listener of listeners) listener();
}

/** Since when the service has not answered (by its own clock, as all times are); null while it does. Actions are off meanwhile. */
export function useConnectionLost(): number | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lostAt,
  );
}
