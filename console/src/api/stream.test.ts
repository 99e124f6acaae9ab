import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "./problem";
import { follow, type StreamEvent, type StreamState } from "./stream";

/** Answers each call with the next of these bodies (or failures). */
function answers(...bodies: (string | Error | Response)[]) {
  const calls: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    calls.push(request);
    const next = bodies.shift() ?? new Error("gone");
    if (next instanceof Error) throw next;
    return typeof next === "string" ? new Response(next) : next;
  });
  return calls;
}

afterEach(() => vi.unstubAllGlobals());

function problem(status: number, kind: string) {
  const body = { type: `urn:throughline:problem:${kind}`, title: "", status, detail: "No.", request_id: "r" };
  const headers = { "content-type": "application/problem+json" };
  return new Response(JSON.stringify(body), { status, headers });
}

describe("a stream", () => {
  it("goes on after the last event when it is cut off, and ends when it is over", async () => {
    const calls = answers(
      'id: 1\nevent: fact\ndata: {"seq":1,"big":9007199254740993}\n\nid: 2\nevent: fact\ndata: {"se',
      new Error("connection reset"),
      'id: 2\nevent: fact\ndata: {"seq":2}\n\nevent: run\ndata: {"status":"completed"}\n\n',
    );
    const events: StreamEvent[] = [];
    const states: StreamState[] = [];
    await follow("http://service/events", {
      signal: new AbortController().signal,
      onState: (state) => states.push(state),
      onEvent: (event) => {
        events.push(event);
        return event.event === "run";
      },
    });
    expect(events.map(({ event, id }) => [event, id])).toEqual([
      ["fact", "1"],
      ["fact", "2"],
      ["run", undefined],
    ]);
    expect(calls.map((call) => call.headers.get("last-event-id"))).toEqual([null, "1", "1"]);
    expect(states).toEqual(["connecting", "live", "lost", "lost", "live", "ended"]);
  });

  it("does not try for ever what is refused", async () => {
    answers(problem(404, "not-found"));
    const following = follow("http://service/events", {
      signal: new AbortController().signal,
      onEvent: () => false,
    });
    await expect(following).rejects.toBeInstanceOf(ApiError);
  });

  it("stops when nobody looks any more", async () => {
    const stop = new AbortController();
    answers(new Error("down"));
    const following = follow("http://service/events", {
      signal: stop.signal,
      onState: (state) => state === "lost" && stop.abort(),
      onEvent: () => false,
    });
    await expect(following).resolves.toBeUndefined();
  });
});
