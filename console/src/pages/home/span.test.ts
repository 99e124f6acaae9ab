import { describe, expect, it } from "vitest";
import { bars, PARTS, plotSpan, total } from "./span";

describe("the day of the plot", () => {
  it("is made of whole half hours and ends with that of now", () => {
    const span = plotSpan(Date.parse("2026-11-24T10:04:31.5Z"));
    expect(span).toEqual({ since: "2026-11-23T10:30:00.000Z", until: "2026-11-24T10:30:00.000Z" });
    expect((Date.parse(span.until) - Date.parse(span.since)) / PARTS).toBe(1_800_000);
  });

  it("stays the same until the half hour is over", () => {
    const at = (time: string) => plotSpan(Date.parse(`2026-11-24T${time}Z`)).until;
    expect(at("10:00:00")).toBe(at("10:29:59.999"));
    expect(at("10:30:00")).toBe("2026-11-24T11:00:00.000Z");
  });
});

describe("bars", () => {
  const [from, to] = ["2026-11-24T10:00:00Z", "2026-11-24T10:30:00Z"];
  it("are all that was accepted, by how it stands", () => {
    const bucket = { from, to, accepted: 10, completed: 5, failed: 1, incident: 2, live: 1, withdrawn: 1 };
    const [bar] = bars([bucket]);
    expect(bar).toEqual({ from, to, done: 5, wrong: 3, rest: 2 });
    expect(total([...bars([bucket, bucket])])).toEqual({ accepted: 20, done: 10, wrong: 6, rest: 4 });
  });
});
