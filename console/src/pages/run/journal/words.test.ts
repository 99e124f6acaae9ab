import { expect, it } from "vitest";
import type { Fact } from "~/api";
import { factWords } from "./words";

const say = (fact: Partial<Fact>, language: "en" | "uk" = "en") =>
  factWords({ seq: 1, at: "2026-11-24T10:00:00Z", payload_bytes: 1, ...fact } as Fact, language);

it("says a fact in words", () => {
  expect(say({ kind: "started", payload: { started_by: "user:ann" } })).toBe("Started by ann.");
  expect(
    say({
      kind: "effect_failed",
      step: "ask",
      payload: { attempt: 2, error: { message: "Webitel is down" } },
    }),
  ).toBe("Attempt 2 of “ask” failed: Webitel is down.");
  expect(say({ kind: "timer_fired", step: "ask", payload: { timer: "backoff" } })).toBe(
    "It was time for the next attempt of “ask”.",
  );
  expect(
    say({
      kind: "variables_edited",
      payload: { by: "user:ann", variables: { a: 1, b: 2 }, reason: "typing mistake" },
    }),
  ).toBe("ann changed a, b. Reason: typing mistake");
  expect(say({ kind: "skipped", step: "ask", payload: { by: "user:ann" } }, "uk")).toBe(
    "ann пропускає «ask».",
  );
});

it("says what it knows where a large payload is left out", () => {
  expect(say({ kind: "effect_succeeded", step: "ask" })).toBe("“ask” was answered.");
});
