import { useCallback, useSyncExternalStore } from "react";
import type { Language } from "~/texts/define";

/**
 * What a person chose for this browser. What others should see too (saved views, favourites of a team) belongs on the
 * service, not here.
 */
export type Preferences = {
  /** None: as the browser is set. */
  language: Language | null;
  /** Folded to icons. */
  railFolded: boolean;
  /** `local` is the browser's zone. */
  zone: "local" | "UTC";
  /** Single-key shortcuts; Ctrl+K always works. */
  shortcuts: boolean;
  /** Keys of processes. */
  favourites: string[];
  /** Keys of processes, last used first. */
  recent: string[];
};

const defaults: Preferences = {
  language: null,
  railFolded: false,
  zone: "local",
  shortcuts: true,
  favourites: [],
  recent: [],
};

const KEY = "throughline";
const listeners = new Set<() => void>();
let current = read();

function read(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return { ...defaults, ...(kept as Partial<Preferences>) };
  } catch {
    // Private mode or somebody else's text: the defaults are as good.
    return defaults;
  }
}

function changed() {
  for (const listener of listeners) listener();
}

// Another tab chose something.
globalThis.addEventListener?.("storage", (event) => {
  if (event.key !== KEY) return;
  current = read();
  changed();
});

export function preference<K extends keyof Preferences>(name: K): Preferences[K] {
  return current[name];
}

export function setPreference<K extends keyof Preferences>(name: K, value: Preferences[K]): void {
  current = { ...current, [name]: value };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // It holds until the tab is closed.
  }
  changed();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A preference and how to change it, like `useState`. */
export function usePreference<K extends keyof Preferences>(
  name: K,
): [Preferences[K], (value: Preferences[K]) => void] {
  const value = useSyncExternalStore(subscribe, () => current[name]);
  return [value, useCallback((next: Preferences[K]) => setPreference(name, next), [name])];
}
