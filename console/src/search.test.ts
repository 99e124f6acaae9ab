import { describe, expect, it } from "vitest";
import { flag, list, oneOf, parseSearch, searchOf, stringifySearch, text, whole, words } from "./search";

const search = searchOf({
  q: text,
  mine: flag,
  page: whole,
  since: oneOf(["1h", "24h"]),
  status: list(["incident", "running", "failed"]),
  cols: words,
});

describe("search", () => {
  it("goes round unchanged, whatever is in it", () => {
    for (const value of [
      {},
      { q: "a&b=c, d:e #1 %2C ї" },
      { q: "x", mine: true as const, page: 3, since: "24h" as const },
      { status: ["incident", "failed"] as const, cols: ["a", "b"] },
    ]) {
      expect(search(parseSearch(stringifySearch(value)))).toEqual(value);
    }
  });

  it("reads as a person would write it", () => {
    expect(
      stringifySearch({ status: ["incident", "failed"], var: "ext:1005", none: undefined, empty: "" }),
    ).toBe("?status=incident,failed&var=ext:1005");
    expect(stringifySearch({})).toBe("");
  });

  it("drops what it does not know and what is nonsense", () => {
    const given = parseSearch("?q=&page=-1&since=2h&status=done,failed&evil=1&mine=maybe");
    expect(search(given)).toEqual({ status: ["failed"] });
  });

  it("gives equal filters equal addresses", () => {
    expect(search({ status: "failed,incident" })).toEqual(search({ status: ["incident", "failed"] }));
  });
});
