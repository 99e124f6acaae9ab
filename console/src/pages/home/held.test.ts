import { describe, expect, it } from "vitest";
import { held } from "./held";

describe("rows under the pointer", () => {
  const row = (id: string, count: number) => ({ id, count });
  const key = ({ id }: { id: string }) => id;

  it("keep their place and get their new values", () => {
    const shown = [row("a", 9), row("b", 3)];
    const read = [row("c", 20), row("b", 12), row("a", 9)];
    expect(held(shown, read, key)).toEqual([row("a", 9), row("b", 12)]);
  });

  it("stay when they are gone, so that nobody presses what came in their place", () => {
    expect(held([row("a", 9), row("b", 3)], [row("b", 3)], key)).toEqual([row("a", 9), row("b", 3)]);
  });
});
