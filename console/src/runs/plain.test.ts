import { describe, expect, it } from "vitest";
import { plain, withoutStep } from "./plain";

describe("what an error says in a list", () => {
  it("is one line, without its place in the definition", () => {
    expect(
      plain('the printer is out of paper (in `throw "the printer is out of paper"`, line 1, column 1)'),
    ).toBe("the printer is out of paper");
    expect(plain("step `decide`: no branch\n could be taken")).toBe(
      "step `decide`: no branch could be taken",
    );
    expect(plain("503 (in the morning)")).toBe("503 (in the morning)");
    expect(plain("a\n(in `x\n`y``, line 12, column 3)")).toBe("a");
  });

  it("leaves the step out where it stands beside it", () => {
    expect(withoutStep(plain("step `decide`: no branch\n could be taken"))).toBe("no branch could be taken");
  });
});
