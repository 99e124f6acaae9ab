import { describe, expect, it } from "vitest";
import { type Told, whyOf } from "./useWhy";

const planned_at = "2026-11-24T13:22:28Z";
const time = (at: string) => at.slice(11, 16);

describe("why a planned time was left out", () => {
  it("is said in the language of the page, for what is over and for what still waits", () => {
    const of: Told = {
      outcome: "skipped",
      reason: "`overlap: skip`: …",
      why: { code: "run_goes_on", planned_at },
    };
    expect(whyOf(of, "en", time)).toBe("The run planned for 13:22 had not ended.");
    expect(whyOf(of, "uk", time)).toBe("Запуск, запланований на 13:22, ще тривав.");
    expect(whyOf({ ...of, outcome: "queued" }, "en", time)).toBe("It waits for the run planned for 13:22.");
    expect(whyOf({ why: { code: "others_wait", waiting: 2 } }, "en", time)).toBe(
      "2 earlier ones wait already.",
    );
    expect(whyOf({ why: { code: "others_wait", waiting: 5 } }, "uk", time)).toBe("Попереду вже 5 чекають.");
  });

  it("is what the service says where a start failed, and nothing where there is nothing to say", () => {
    expect(whyOf({ outcome: "failed", reason: "The process is gone." }, "uk", time)).toBe(
      "The process is gone.",
    );
    expect(whyOf({ outcome: "fired", reason: null }, "en", time)).toBeUndefined();
  });
});
