import { describe, expect, it } from "vitest";
import { type Entry, grouped } from "./grouped";

const entry = (key: string, name: string, more: Partial<Entry> = {}): Entry => ({
  key,
  name,
  id: "00000000-0000-7000-8000-000000000000",
  version: 1,
  digest: "",
  deployed_at: "2026-11-24T10:00:00Z",
  deployed_by: "test",
  triggers: ["manual"],
  ...more,
});

const all = [
  entry("CreateUser", "Create a user", { group: "Webitel" }),
  entry("AssignRole", "Assign a role", { group: "Webitel", description: "Gives a user a role." }),
  entry("CreateCrmUser", "Create a CRM user", { group: "CRM" }),
  entry("Order", "Take an order"),
];
const keys = (q: string | undefined, favourites: string[] = [], recent: string[] = []) =>
  grouped(all, q, favourites, recent).map(({ heading, definitions }) => [
    typeof heading === "string" ? heading : heading.group,
    ...definitions.map(({ key }) => key),
  ]);

describe("the library", () => {
  it("stands under the headings of its definitions, and what has none comes last", () => {
    expect(keys(undefined)).toEqual([
      ["CRM", "CreateCrmUser"],
      ["Webitel", "AssignRole", "CreateUser"],
      ["others", "Order"],
    ]);
  });

  it("shows favourites and recent first, each process once", () => {
    expect(keys(undefined, ["Order"], ["CreateUser", "Order", "gone"])).toEqual([
      ["favourites", "Order"],
      ["recent", "CreateUser"],
      ["CRM", "CreateCrmUser"],
      ["Webitel", "AssignRole"],
    ]);
  });

  it("has one heading where nothing has a group", () => {
    const plain = grouped([entry("A", "A")], undefined, [], []);
    expect(plain.map(({ heading }) => heading)).toEqual(["allProcesses"]);
  });

  it("finds by name, key, heading and description, names first", () => {
    expect(keys("user")).toEqual([["found", "CreateCrmUser", "CreateUser", "AssignRole"]]);
    expect(keys("crm")).toEqual([["found", "CreateCrmUser"]]);
    expect(keys("nothing")).toEqual([]);
  });
});
