import { describe, expect, it } from "vitest";
import type { Run, Token } from "~/api";
import { reason, sentence } from "./sentence";

const here = { language: "en" as const, now: Date.parse("2026-11-24T10:00:00Z"), zone: "Europe/Kyiv" };

function run(change: Partial<Run>, ...tokens: Token[]): Run {
  return {
    id: "01a20c28-11e4-706d-8eef-bf5c0417ba5e",
    definition_id: "01a20c28-11e4-706d-8eef-bf5c0417ba5e",
    process: "Import",
    version: 1,
    status: "running",
    started_by: "user:ann",
    created_at: "2026-11-24T09:56:55Z",
    started_at: "2026-11-24T09:56:55Z",
    updated_at: "2026-11-24T09:58:00Z",
    facts: 9,
    incidents: 0,
    tokens,
    ...change,
  };
}

describe("what is true of a run", () => {
  it("says how far its outermost loop is", () => {
    const progress = [{ step: "import", total: 1000, done: 340, active: 16, caught: 0 }];
    expect(sentence(run({ progress }), here)).toBe("340 of 1,000 done at “import”, 16 under way.");
  });

  it("says where it stopped, at which item, why, and that others stopped too", () => {
    const error = {
      code: "no_branch",
      message: "step `decide`: no branch could be taken",
      class: "permanent" as const,
    };
    const stopped = { doing: "incident", error, since: "2026-11-24T09:58:00Z", step: "decide" } as const;
    const text = sentence(
      run(
        { status: "incident", incidents: 2 },
        { ...stopped, token: 1, item: 340 },
        { ...stopped, token: 2 },
      ),
      here,
    );
    expect(text).toBe("Stopped at “decide”, item 341: no branch could be taken. 1 more step is stopped too.");
  });

  it("never says a bare Running while it tries again", () => {
    const call: Token = {
      doing: "call",
      step: "create",
      token: 0,
      attempt: 4,
      attempts: 5,
      next_attempt_at: "2026-11-24T10:00:40Z",
    };
    expect(reason(run({}, call), here)).toBe("attempt 4 of 5, next in 40 s");
  });

  it("says until when it waits, in the viewer's zone", () => {
    const wait: Token = { doing: "wait", step: "approval", token: 0, until: "2026-11-24T16:00:00Z" };
    expect(reason(run({ status: "waiting" }, wait), here)).toBe("until 18:00:00");
  });

  it("says how long it took", () => {
    expect(sentence(run({ status: "completed", ended_at: "2026-11-24T10:00:00Z" }), here)).toBe(
      "Done in 3 min 05 s.",
    );
  });
});
