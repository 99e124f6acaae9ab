import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { actions } from "./actions";

/** Asks something by POST and changes nothing: not in the audit log (`x-changes` of the API). */
const READS = ["check_form", "fit_bulk", "preview_actions", "validate_definition"];

it("has words for everything the audit log can name", () => {
  const schema = readFileSync("src/api/schema.d.ts", "utf8");
  const changes = [...schema.matchAll(/^ +(?:post|put|patch|delete): operations\["(\w+)"\]/gm)].map(
    ([, name]) => String(name),
  );
  expect(changes.length).toBeGreaterThan(40);
  const known = Object.keys(actions.en);
  expect(changes.filter((name) => !known.includes(name) && !READS.includes(name))).toEqual([]);
  // Those of the Creatio protocol are not in the description of the API.
  expect(known.filter((name) => !changes.includes(name) && !name.startsWith("creatio_"))).toEqual([]);
});
