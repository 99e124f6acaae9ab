import { afterEach, describe, expect, it } from "vitest";
import { takeEarly } from "./early";

const holder = globalThis as { early?: { sent: number; answer: Promise<Response> } };
const session = () => new Request("http://localhost/api/v1/session");

describe("the question that was asked before", () => {
  afterEach(() => {
    delete holder.early;
  });

  it("is answered once", () => {
    const early = { sent: 1, answer: Promise.resolve(new Response()) };
    holder.early = early;
    expect(takeEarly(new Request("http://localhost/api/v1/runs"))).toBeUndefined();
    expect(takeEarly(new Request(session(), { method: "DELETE" }))).toBeUndefined();
    expect(takeEarly(session())).toBe(early);
    expect(takeEarly(session())).toBeUndefined();
  });

  it("may not have been asked", () => {
    expect(takeEarly(session())).toBeUndefined();
  });
});
