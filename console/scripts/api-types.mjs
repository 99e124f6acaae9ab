/**
 * Types of the API, from its description: `throughline schema api | node scripts/api-types.mjs`.
 * With `--check` nothing is written and the exit code says whether src/api/schema.d.ts is up to date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import openapiTS, { astToString } from "openapi-typescript";

const target = new URL("../src/api/schema.d.ts", import.meta.url);
const document = JSON.parse(await text(process.stdin));
const ast = await openapiTS(document, { emptyObjectsUnknown: true });
const types = `/* Made by scripts/api-types.mjs from \`throughline schema api\`. Do not edit. */\n\n${astToString(ast)}`;

if (process.argv.includes("--check")) {
  let known = "";
  try {
    known = readFileSync(target, "utf8");
  } catch {
    // Not made yet: as good as old.
  }
  if (known !== types) {
    console.error(
      "console/src/api/schema.d.ts is not what the API is now: run `make console-types` and commit it.",
    );
    process.exit(1);
  }
} else {
  writeFileSync(target, types);
}
