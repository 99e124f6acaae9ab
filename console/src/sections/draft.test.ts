import { beforeEach, describe, expect, it } from "vitest";
import { draftName, keepDraft, readDraft } from "./draft";

describe("a draft", () => {
  beforeEach(() => sessionStorage.clear());
  const name = draftName("user:ann", "users", "7");

  it("is there again, for its writer and its record only", () => {
    const draft = { written: { Extension: "7301" }, chosen: { Owner: "Ann" } };
    keepDraft(name, draft);
    expect(readDraft(name)).toEqual(draft);
    for (const other of [
      draftName("user:bob", "users", "7"),
      draftName("user:ann", "users", "8"),
      draftName("user:ann", "users", undefined),
    ]) {
      expect(readDraft(other).written).toEqual({});
    }
  });

  it("is forgotten when nothing is written any more", () => {
    keepDraft(name, { written: { Extension: "7301" }, chosen: {} });
    keepDraft(name, { written: {}, chosen: { Owner: "Ann" } });
    expect(sessionStorage.length).toBe(0);
  });

  it("that cannot be read is none", () => {
    sessionStorage.setItem(name, "{");
    expect(readDraft(name)).toEqual({ written: {}, chosen: {} });
  });
});
