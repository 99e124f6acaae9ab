import { expect, it } from "vitest";
import type { Activity } from "~/api";
import { triesOf } from "./useKnown";

const failed = (token: number, minute: number, code: string) =>
  ({
    token,
    began_at: `2026-11-24T10:0${minute}:00Z`,
    end: { outcome: "failed", error: { code, message: `${code} at ${minute}` } },
  }) as unknown as Activity;

it("counts the attempts of one token that failed for the same reason, from the last one back", () => {
  const activities = [
    failed(1, 0, "webitel.unavailable"),
    failed(1, 1, "webitel.timeout"),
    failed(1, 2, "webitel.unavailable"),
    failed(2, 3, "webitel.unavailable"),
    failed(1, 4, "webitel.unavailable"),
  ];
  expect(triesOf(activities, 1)).toEqual({
    count: 2,
    since: "2026-11-24T10:02:00Z",
    code: "webitel.unavailable",
    message: "webitel.unavailable at 4",
  });
  expect(triesOf(activities, 9)).toBeUndefined();
});
