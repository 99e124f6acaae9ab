import { describe, expect, it } from "vitest";
import type { Run } from "~/api";
import { counts, fieldErrorOf, note, recordOf } from "./result";

const run = (change: object) => ({ status: "completed", ...change }) as Run;

describe("what a run came to", () => {
  it("is told by its counts and its note", () => {
    const result = { read: 60, contacts_created: 2, note: "No extension.", outcome: "created", items: [1] };
    expect(counts(result)).toEqual([
      ["read", 60],
      ["contacts created", 2],
    ]);
    expect(note(result)).toBe("No extension.");
    expect(counts(null)).toEqual([]);
    expect(note([1])).toBeUndefined();
  });

  it("names the record that was made, once it is made", () => {
    expect(recordOf(run({ result: { record_id: "a" } }))).toBe("a");
    expect(recordOf(run({ status: "failed", result: { record_id: "a" } }))).toBeUndefined();
  });

  it("names the field a system refused, without the step", () => {
    const error = { code: "taken", message: "step `look`: Extension 1005 is taken.", class: "permanent" };
    expect(fieldErrorOf(run({ error: { ...error, data: { field: "extension" } } }))).toEqual({
      field: "extension",
      code: "refused",
      message: "Extension 1005 is taken.",
    });
    expect(fieldErrorOf(run({ error }))).toBeUndefined();
  });
});
