import { describe, expect, it } from "vitest";
import type { ColumnInfo } from "~/api";
import { filterQuery, filterSearch, filtersOf, nextSort } from "./filters";

const column = (key: string, type: ColumnInfo["type"], filters: ColumnInfo["filters"]): ColumnInfo => ({
  key,
  title: key,
  type,
  filters,
  searchable: false,
  sortable: true,
  shown: true,
});
const columns = [
  column("Name", "text", ["eq", "contains"]),
  column("UseStun", "boolean", ["eq"]),
  column("Size", "integer", ["from", "to"]),
];

describe("filters in an address", () => {
  it("keep what they compare with, colons and all, and drop nonsense", () => {
    const search = { q: "x", "f.Name": "contains:a:b", "f.Size": "sideways:3", "f.UseStun": "eq:" };
    expect(filtersOf(search)).toEqual([{ column: "Name", operator: "contains", value: "a:b" }]);
    expect(filterSearch(search)).toEqual({ "f.Name": "contains:a:b" });
  });

  it("reach the API with the types of their columns, and only for columns that can be so compared", () => {
    const filters = filtersOf({
      "f.Name": "contains:ann",
      "f.UseStun": "eq:false",
      "f.Size": "from:3",
      "f.Gone": "eq:1",
    });
    expect(JSON.parse(filterQuery(filters, columns) ?? "")).toEqual({
      Name: { contains: "ann" },
      UseStun: { eq: false },
      Size: { from: 3 },
    });
    expect(filterQuery(filtersOf({ "f.Name": "from:a" }), columns)).toBeUndefined();
  });
});

describe("a range", () => {
  it("has both its ends in the address and in what is asked", () => {
    const search = { "f.Size": "from:3", "f.Size~to": "to:9" };
    expect(filterSearch(search)).toEqual(search);
    expect(JSON.parse(filterQuery(filtersOf(search), columns) ?? "")).toEqual({ Size: { from: 3, to: 9 } });
    // An end alone is a filter, too, as addresses of before have it.
    expect(filterSearch({ "f.Size": "to:9" })).toEqual({ "f.Size~to": "to:9" });
  });
});

describe("a press on a heading", () => {
  it("goes round: rising, falling, as the section has it", () => {
    expect(nextSort(undefined, "Name")).toBe("Name");
    expect(nextSort("Name", "Name")).toBe("-Name");
    expect(nextSort("-Name", "Name")).toBeUndefined();
    expect(nextSort("-Name", "Size")).toBe("Size");
  });
});
