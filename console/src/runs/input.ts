import type { InputSearch } from "~/pages/start/route";

type Schema = { properties?: Record<string, { type?: unknown }> };

/** Values of the address as the schema's types have them; what does not fit stays text, and the form says so. */
export function inputOfSearch(search: object, schema: unknown): Record<string, unknown> {
  const properties = (schema as Schema | null)?.properties ?? {};
  const input: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(search)) {
    if (!name.startsWith("input.")) continue;
    const field = name.slice("input.".length);
    input[field] = typed(String(value), properties[field]?.type);
  }
  return input;
}

function typed(text: string, type: unknown): unknown {
  const types = Array.isArray(type) ? type : [type];
  if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
  const number = Number(text);
  const isNumber = types.includes("integer") || types.includes("number");
  return isNumber && text !== "" && Number.isFinite(number) ? number : text;
}

/** The plain values of a form for a link that opens it filled in; lists and objects do not fit an address. */
export function searchOfInput(input: unknown): InputSearch {
  const search: InputSearch = {};
  for (const [name, value] of Object.entries((input ?? {}) as object)) {
    if (["string", "number", "boolean"].includes(typeof value)) search[`input.${name}`] = String(value);
  }
  return search;
}
