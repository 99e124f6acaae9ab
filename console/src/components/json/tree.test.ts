import { describe, expect, it } from "vitest";
import { parseJson } from "~/api/json";
import { childrenOf, kindOf, leafText, pathText } from "./tree";

describe("the tree of a value", () => {
  const value = parseJson('{"items":[{"id":9007199254740993,"odd name":null}],"ok":true}');

  it("knows kinds and children, and keeps the digits of numbers", () => {
    const [[name, items] = [], ok] = childrenOf(value);
    expect(name).toBe("items");
    expect(kindOf(items)).toBe("array");
    expect(ok).toEqual(["ok", true]);
    const id = childrenOf(childrenOf(items)[0]?.[1])[0]?.[1];
    expect(kindOf(id)).toBe("number");
    expect(leafText(id)).toBe("9007199254740993");
    expect(childrenOf(id)).toEqual([]);
  });

  it("writes paths one can paste", () => {
    expect(pathText(["items", 3, "name"])).toBe("items[3].name");
    expect(pathText(["odd name", "ключ"])).toBe('["odd name"].ключ');
  });
});
