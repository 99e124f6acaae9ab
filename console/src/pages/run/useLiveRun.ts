import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { read, type Run, type RunEvent, type StreamEvent, useStream } from "~/api";
import { hasEnded } from "~/components/status/statuses";

const POLL_MS = 3000;
/** Least time between two readings of the whole run while its stream says how it stands. */
const PACE_MS = 1000;

/** A run as it happens. Its stream moves status and progress at once; where it stands is read after. */
export function useLiveRun(id: string) {
  const client = useQueryClient();
  const reading = read("/api/v1/runs/{id}", { params: { path: { id } } });
  const run = useQuery(reading);
  const lastRead = useRef(0);
  const later = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(later.current), []);
  const onEvent = (event: StreamEvent): boolean => {
    if (event.event !== "run") return false;
    const { status, facts, incidents, progress, last_error } = event.data as RunEvent;
    client.setQueryData<Run>(
      reading.queryKey,
      (known) => known && { ...known, status, facts, incidents, progress, last_error: last_error ?? null },
    );
    const ended = hasEnded(status);
    const left = lastRead.current + PACE_MS - Date.now();
    const readAgain = () => {
      later.current = undefined;
      lastRead.current = Date.now();
      void client.invalidateQueries({ queryKey: reading.queryKey });
    };
    // What comes too soon is read when its time comes: nothing may follow it.
    if (ended || left <= 0) readAgain();
    else later.current ??= setTimeout(readAgain, left);
    return ended;
  };
  const going = run.data !== undefined && !hasEnded(run.data.status);
  const stream = useStream(`/api/v1/runs/${encodeURIComponent(id)}/events?facts=false`, {
    enabled: going,
    onEvent,
  });
  // Without its stream it is asked for now and then.
  const { refetch } = run;
  const poll = going && stream === "lost";
  useEffect(() => {
    if (!poll) return;
    const timer = setInterval(() => void refetch(), POLL_MS);
    return () => clearInterval(timer);
  }, [poll, refetch]);
  return { run, stream };
}
