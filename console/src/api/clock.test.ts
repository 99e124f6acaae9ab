import { describe, expect, it } from "vitest";
import { ServerClock } from "./clock";

const SECOND = 1000;

describe("the service's clock", () => {
  it("is ours where the difference is within the doubt", () => {
    const clock = new ServerClock();
    clock.learn(10 * SECOND, 10_200, 10_260);
    expect(clock.offset).toBe(0);
  });

  it("is found to within half a second when ours is ten minutes off", () => {
    const clock = new ServerClock();
    const behind = 600 * SECOND;
    for (let turn = 0; turn < 20; turn += 1) {
      const truth = 1_000_000 + turn * 1370;
      const date = Math.floor((truth + 20) / SECOND) * SECOND;
      clock.learn(date, truth - behind, truth + 40 - behind);
    }
    expect(Math.abs(clock.offset - behind)).toBeLessThan(SECOND / 2);
  });

  it("starts anew when a clock was set", () => {
    const clock = new ServerClock();
    clock.learn(10 * SECOND, 10_200, 10_260);
    clock.learn(5000 * SECOND, 10_500, 10_560);
    expect(clock.offset).toBeGreaterThan(4000 * SECOND);
  });
});
