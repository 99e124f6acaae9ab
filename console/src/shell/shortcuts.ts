import { useEffect, useEffectEvent } from "react";
import { preference } from "~/preferences";

/**
 * Keys of a page, by `event.code`, so that they work on a Ukrainian layout too; off while somebody types, while a dialog
 * is open, and for who turned them off.
 *
 * ```ts
 * useShortcuts({ KeyR: () => retry.mutate(run.id) });
 * ```
 * What a key does is said in `shell/KeyboardHelp.tsx`.
 */
export function useShortcuts(keys: Record<string, () => void>): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!preference("shortcuts") || isTyping(event.target) || document.querySelector("[aria-modal=true]"))
      return;
    const action = keys[event.shiftKey ? `Shift+${event.code}` : event.code];
    if (!action) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => pressed(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
