import { useSyncExternalStore } from "react";
import { serverClock } from "~/api";

type Pace = "second" | "minute";
const PACES: Record<Pace, number> = { second: 1000, minute: 60_000 };

/** One timer for everything that ticks at a pace; none while nothing does. */
function ticker(ms: number) {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  const now = () => Math.floor(serverClock.now() / ms) * ms;
  return {
    subscribe(listener: () => void) {
      listeners.add(listener);
      timer ??= setInterval(() => {
        for (const each of listeners) each();
      }, ms);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    now,
  };
}

const tickers = { second: ticker(PACES.second), minute: ticker(PACES.minute) };

/** The service's time, in whole seconds or minutes; the component is drawn again when it changes. */
export function useNow(pace: Pace): number {
  return useSyncExternalStore(tickers[pace].subscribe, tickers[pace].now);
}
