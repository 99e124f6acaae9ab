import { describe, expect, it } from "vitest";
import type { Run } from "~/api";
import { brief, fieldErrorOf, note, recordOf } from "./result";

const ID = "0b000000-0000-4000-8000-000000000001";
const run = (change: object) => ({ status: "completed", ...change }) as Run;

describe("what a run came to", () => {
  it("is told by short words and counts, and its note", () => {
    const result = {
      read: 60,
      contacts_created: 2,
      note: "No extension.",
      outcome: "created",
      items: [1],
      record_id: ID,
    };
    expect(brief(result)).toEqual([
      ["read", 60],
      ["contacts created", 2],
      ["outcome", "created"],
    ]);
    expect(note(result)).toBe("No extension.");
    expect(brief(null)).toEqual([]);
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
