import { describe, expect, it } from "vitest";
import { indexOf } from "./place";

describe("the place of a diagnostic", () => {
  it("counts lines and columns from 1", () => {
    expect(indexOf("a: 1\nb: 2\n", { line: 2, column: 4 })).toBe(8);
  });

  it("counts characters, not units of UTF-16", () => {
    const text = "name: 🚀 x\n";
    expect(text.slice(indexOf(text, { line: 1, column: 9 }))).toBe("x\n");
  });

  it("is the end where the text has become shorter", () => {
    expect(indexOf("a", { line: 7, column: 3 })).toBe(1);
  });
});
