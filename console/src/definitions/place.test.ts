import { describe, expect, it } from "vitest";
import { indexOf, rangeOf } from "./place";

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

describe("what a diagnostic is about", () => {
  const range = (text: string, line: number, column: number, length: number) => {
    const { from, to } = rangeOf(text, { position: { line, column, offset: 0, length } });
    return text.slice(from, to);
  };

  it("counts bytes of UTF-8", () => {
    expect(range("name: Привіт, світ\n", 1, 7, 12)).toBe("Привіт");
    expect(range("a: 🚀 b\n", 1, 4, 4)).toBe("🚀");
  });

  it("is at least a character, and ends with its line", () => {
    expect(range("a: b\n", 1, 4, 0)).toBe("b");
    expect(range("a: b\nc: d\n", 1, 4, 6)).toBe("b");
  });
});
