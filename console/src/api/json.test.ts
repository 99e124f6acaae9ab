import { describe, expect, it } from "vitest";
import { parseJson, writeJson } from "./json";

describe("JSON", () => {
  it("keeps every digit both ways", () => {
    const text = '{"id":9007199254740993,"least":-9223372036854775808,"small":17,"part":1.5,"huge":1e400}';
    expect(writeJson(parseJson(text))).toBe(text);
  });

  it("gives plain numbers where they are exact", () => {
    expect(parseJson('{"n":9007199254740991,"x":0.1}')).toEqual({ n: 9007199254740991, x: 0.1 });
  });

  it("does not take a member for a prototype", () => {
    const value = parseJson('{"__proto__":{"admin":true}}') as object;
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    expect((value as { admin?: boolean }).admin).toBeUndefined();
  });
});
