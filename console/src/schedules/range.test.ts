import { describe, expect, it } from "vitest";
import { fromField, toField } from "./range";

describe("fields of date and time", () => {
  it.each([true, false])("give back the moment they were given (UTC: %s)", (utc) => {
    const at = new Date("2026-11-23T03:05:00Z");
    expect(fromField(toField(at, utc), utc)).toEqual(at);
  });

  it("say UTC where the person chose it", () => {
    expect(toField(new Date("2026-11-23T03:05:00Z"), true)).toBe("2026-11-23T03:05");
    expect(fromField("2026-11-23T03:05", true)).toEqual(new Date("2026-11-23T03:05:00Z"));
  });

  it("say no moment while they are empty", () => {
    expect(fromField("", true)).toBeUndefined();
    expect(fromField("", false)).toBeUndefined();
  });
});
