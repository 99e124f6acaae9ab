import { useEffect, useSyncExternalStore } from "react";

/** Something the open page can do, offered by the palette too. */
export type PageAction = { label: string; run: () => void };

let actions: readonly PageAction[] = [];
const listeners = new Set<() => void>();

function set(next: readonly PageAction[]) {
  actions = next;
  for (const listener of listeners) listener();
}

/**
 * Offers what this page can do in the palette (Ctrl+K).
 *
 * ```ts
 * usePageActions(run.incidents ? [{ label: t.retry, run: () => retry.mutate(run.id) }] : []);
 * ```
 */
export function usePageActions(offered: readonly PageAction[]): void {
  useEffect(() => {
    set(offered);
    return () => set([]);
  });
}

export function useOfferedActions(): readonly PageAction[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => actions,
  );
}
