import { useEffect, useEffectEvent, useState } from "react";
import { ApiError } from "./problem";
import { follow, type StreamEvent, type StreamState } from "./stream";

/**
 * Follows a stream while the component is there. Ends when `onEvent` answers true; a refused stream answers `lost`, and
 * the page goes on by asking now and then (give `refetchInterval` the state).
 *
 * ```ts
 * const state = useStream(`/api/v1/runs/${id}/events?facts=false`, { enabled: !ended, onEvent });
 * useQuery({ ...read("/api/v1/runs/{id}", …), refetchInterval: state === "lost" ? 3000 : false });
 * ```
 */
export function useStream(
  address: string,
  { enabled, onEvent }: { enabled: boolean; onEvent: (event: StreamEvent) => boolean },
): StreamState {
  const [state, setState] = useState<StreamState>("connecting");
  const tell = useEffectEvent(onEvent);
  useEffect(() => {
    if (!enabled) return;
    const stop = new AbortController();
    follow(address, { signal: stop.signal, onState: setState, onEvent: (event) => tell(event) }).catch(
      (error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        setState("lost");
      },
    );
    return () => stop.abort();
  }, [address, enabled]);
  return enabled ? state : "ended";
}
