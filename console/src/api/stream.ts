import { EventSourceParserStream } from "eventsource-parser/stream";
import { call } from "./client";
import { parseJson } from "./json";
import { ApiError } from "./problem";

/** One event of a stream, read. */
export type StreamEvent = { event: string; id: string | undefined; data: unknown };

/** How a stream is: `live`, cut off and about to be tried again, or over because the thing it follows ended. */
export type StreamState = "connecting" | "live" | "lost" | "ended";

type Options = {
  /** Last event seen, to go on after it. */
  lastEventId?: string | undefined;
  /** True ends the stream: nothing more will come. */
  onEvent: (event: StreamEvent) => boolean;
  onState?: (state: StreamState) => void;
  signal: AbortSignal;
};

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Follows a stream of server-sent events until it has ended or `signal` says so. A line that is cut off is taken up
 * again after the last event, with growing pauses; `fetch` instead of `EventSource`, because that tells neither why it
 * was refused nor lets a page that comes back say where it was.
 *
 * Rejects only where trying again makes no sense: no right, no such thing.
 */
export async function follow(address: string, options: Options): Promise<void> {
  let lastEventId = options.lastEventId;
  let pause = FIRST_PAUSE_MS;
  options.onState?.("connecting");
  while (!options.signal.aborted) {
    try {
      const headers: Record<string, string> = { accept: "text/event-stream" };
      if (lastEventId !== undefined) headers["last-event-id"] = lastEventId;
      const response = await call(new Request(address, { headers, signal: options.signal }));
      if (!response.body) return;
      options.onState?.("live");
      pause = FIRST_PAUSE_MS;
      const events = response.body
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream());
      const reader = events.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (value.id !== undefined) lastEventId = value.id;
        const read = { event: value.event ?? "message", id: value.id, data: parseJson(value.data) };
        if (options.onEvent(read) === true) {
          options.onState?.("ended");
          await reader.cancel();
          return;
        }
      }
    } catch (error) {
      if (options.signal.aborted) return;
      if (error instanceof ApiError && !error.mayPass && error.status < 500) throw error;
    }
    options.onState?.("lost");
    await wait(pause, options.signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
