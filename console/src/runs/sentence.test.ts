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

  const error = {
    code: "no_branch",
    message: "step `decide`: no branch could be taken",
    class: "permanent" as const,
  };
  const stopped = { doing: "incident", error, since: "2026-11-24T09:58:00Z", step: "each/decide" } as const;
  const each = { step: "each", total: 1000, done: 340, active: 2, caught: 0 };
  const call: Token = {
    doing: "call",
    step: "create",
    token: 0,
    attempt: 4,
    attempts: 5,
    next_attempt_at: "2026-11-24T10:00:40Z",
  };

  it("says where it stopped, at which item of how many, why, and what stands", () => {
    const text = sentence(
      run({ status: "incident", incidents: 1, progress: [each] }, { ...stopped, token: 1, item: 340 }),
      here,
    );
    expect(text).toBe(
      "Stopped at “each/decide”, item 341 of 1,000: no branch could be taken. 340 done, 1 under way, 658 untouched.",
    );
  });

  it("says how often a call was tried in vain, for how long, and what helps", () => {
    const down = {
      code: "webitel.unavailable",
      message: "Webitel answered 503 to users.create: Service Unavailable. Nothing was written.",
      class: "transient" as const,
    };
    const at = { ...stopped, error: down, step: "create", token: 0 };
    const tries = { count: 5, since: "2026-11-24T09:46:00Z", code: down.code, message: down.message };
    expect(sentence(run({ status: "incident", incidents: 1 }, at), here, { tries })).toBe(
      "Stopped at “create”: Webitel answered 503 to users.create: Service Unavailable. Nothing was written. " +
        "It was tried 5 times in 12 min 00 s. Retry when the other side is well again.",
    );
    const ukrainian = sentence(run({ status: "incident" }, at), { ...here, language: "uk" }, { tries });
    expect(ukrainian).toContain("«create»: Webitel на users.create відповідає 503");
    expect(ukrainian).toContain("Спробувано 5 разів за 12 хв 00 с.");
  });

  it("counts what stopped for one reason, and tells apart what stopped for another", () => {
    const other = { ...error, code: "script", message: "too large" };
    const tokens = [0, 1, 2].map((token) => ({ ...stopped, token, item: token }));
    const text = sentence(
      run({ status: "incident" }, ...tokens, { ...stopped, error: other, token: 9 }),
      here,
    );
    expect(text).toBe(
      "Stopped at “each/decide” in 3 items: no branch could be taken. 1 more is stopped for another reason.",
    );
  });

  it("says who paused or cancelled it, why, and what follows", () => {
    const act = { by: "user:ann", at: "2026-11-24T09:59:00Z", reason: "wrong file" };
    const wait: Token = { doing: "wait", step: "approval", token: 0, until: "2026-11-24T16:00:00Z" };
    expect(sentence(run({ status: "suspended" }, wait), here, { act })).toBe(
      "Paused by ann at 11:59. Reason: “wrong file”. Now at “approval”. It goes on when it is resumed.",
    );
    const ended = { status: "cancelled", ended_at: "2026-11-24T10:00:00Z" } as const;
    expect(sentence(run(ended), here, { act })).toBe(
      "Cancelled by ann after 3 min 05 s. Reason: “wrong file”. What its calls did until then stays.",
    );
  });

  it("says what failed before while it tries again", () => {
    const tries = { count: 4, since: "2026-11-24T09:59:00Z", code: "x", message: "Webitel answered 503" };
    expect(sentence(run({}, call), here, { tries })).toBe(
      "Attempt 4 of 5 of “create” failed; the next one is in 40 s. The last failure: Webitel answered 503.",
    );
    const now: Token = { ...call, next_attempt_at: null };
    expect(sentence(run({}, now), here)).toBe("“create” is tried again: attempt 4 of 5.");
    const first = { ...call, attempt: 1 };
    expect(reason(run({}, first), here), "after the first attempt, too").toBe("attempt 1 of 5, next in 40 s");
  });

  it("says how far a loop is while its items rest", () => {
    const rest: Token = {
      doing: "wait",
      step: "each/rest",
      token: 1,
      item: 3,
      until: "2026-11-24T10:00:02Z",
    };
    const waiting = run({ status: "waiting", progress: [{ ...each, active: 1 }] }, rest);
    expect(sentence(waiting, here)).toBe("340 of 1,000 done at “each”, 1 under way.");
    expect(reason(waiting, here)).toBeUndefined();
  });

  it("counts what a handler caught", () => {
    const progress = [{ ...each, caught: 3 }];
    expect(sentence(run({ progress }), here)).toBe(
      "340 of 1,000 done at “each”, 2 under way. 3 of them ended by a catch.",
    );
  });

  it("never says a bare Running while it tries again", () => {
    expect(reason(run({}, call), here)).toBe("attempt 4 of 5, next in 40 s");
  });

  it("says until when it waits, in the viewer's zone", () => {
    const wait: Token = { doing: "wait", step: "approval", token: 0, until: "2026-11-24T16:00:00Z" };
    expect(reason(run({ status: "waiting" }, wait), here)).toBe("until 18:00");
    expect(sentence(run({ status: "waiting" }, wait), here)).toBe(
      "Waiting at “approval” until 18:00, for 6 h 00 min more.",
    );
  });

  it("says how long it took", () => {
    expect(sentence(run({ status: "completed", ended_at: "2026-11-24T10:00:00Z" }), here)).toBe(
      "Done in 3 min 05 s.",
    );
  });
});
