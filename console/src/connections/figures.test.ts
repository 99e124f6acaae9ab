import { describe, expect, it } from "vitest";
import type { Connection, ConnectionFigures } from "~/api";
import { errorShare, formatShare, sentence } from "./figures";
import { texts } from "./texts";

const NONE: ConnectionFigures = {
  calls: 0,
  transient: 0,
  refused: 0,
  unknown: 0,
  sign_in: 0,
  not_sent: 0,
  opened: 0,
  waits: 0,
  waited_ms: 0,
  bytes: 0,
};

function says(state: Connection["state"], figures: Partial<ConnectionFigures>, language: "en" | "uk" = "en") {
  const last_5_minutes = { ...NONE, ...figures };
  return sentence({ state, last_5_minutes } as Connection, texts[language], language);
}

describe("what is said of a connection", () => {
  it("counts trouble and not refusals", () => {
    expect(errorShare(NONE)).toBeUndefined();
    expect(errorShare({ ...NONE, calls: 200, refused: 50, transient: 1, unknown: 1 })).toBe(1);
  });

  it("never rounds trouble away", () => {
    expect(formatShare(0, "en")).toBe("0 %");
    expect(formatShare(0.02, "en")).toBe("0.1 %");
    expect(formatShare(3.24, "uk")).toBe("3,2 %");
    expect(formatShare(42.7, "en")).toBe("43 %");
  });

  it("is a sentence with its numbers", () => {
    expect(says("ok", { calls: 1, p95_ms: 340 })).toBe(
      "1 call in the last 5 minutes, 95 of 100 within 340 ms.",
    );
    expect(says("ok", {})).toContain("No call in the last 5 minutes");
    expect(says("degraded", { calls: 3, transient: 2 })).toBe("2 of 3 calls failed in the last 5 minutes.");
    expect(says("degraded", {})).toBe("The last call failed.");
    expect(says("degraded", { calls: 5, transient: 2 }, "uk")).toContain("2 з 5 викликів");
  });
});
