import { describe, expect, it } from "vitest";
import { Presses } from "./press";
import { ApiError } from "./problem";

describe("the key of a press", () => {
  const keyOf = (presses: Presses, what: unknown) =>
    presses.press(what, (header) => Promise.resolve(header["Idempotency-Key"]));

  it("is the same while nothing is answered", async () => {
    const presses = new Presses();
    const both = await Promise.all([keyOf(presses, { size: 1 }), keyOf(presses, { size: 1 })]);
    expect(both[0]).toBe(both[1]);
  });

  it("is another one after the answer, and for something else", async () => {
    const presses = new Presses();
    const first = await keyOf(presses, { size: 1 });
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(await keyOf(presses, { size: 1 })).not.toBe(first);
    const [one, other] = await Promise.all([keyOf(presses, { size: 1 }), keyOf(presses, { size: 2 })]);
    expect(one).not.toBe(other);
  });

  it("stays where the answer was never heard, and does not where it was refused", async () => {
    const presses = new Presses();
    const keys: string[] = [];
    const failing = (status: number) =>
      presses
        .press({}, (header) => {
          keys.push(header["Idempotency-Key"]);
          return Promise.reject(new ApiError(status, undefined, undefined));
        })
        .catch(() => undefined);
    await failing(0);
    await failing(503);
    await failing(422);
    await failing(422);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).toBe(keys[0]);
    expect(keys[3]).not.toBe(keys[0]);
  });
});
