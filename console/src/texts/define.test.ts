import { describe, expect, it } from "vitest";
import { english, ukrainian } from "./define";

describe("counts", () => {
  it("are said as people say them", () => {
    expect([1, 2, 5].map((n) => english(n, "run", "runs"))).toEqual(["1 run", "2 runs", "5 runs"]);
    const said = [1, 2, 5, 11, 21, 22, 112].map((n) => ukrainian(n, "запуск", "запуски", "запусків"));
    expect(said).toEqual([
      "1 запуск",
      "2 запуски",
      "5 запусків",
      "11 запусків",
      "21 запуск",
      "22 запуски",
      "112 запусків",
    ]);
  });
});
