import { type Context, contextAt, keyAt } from "./context";
import { keysAt, propertyAt, type Schema, schemasAt, valuesOf } from "./schema";

/**
 * What an editor offers and explains in a definition, from our JSON Schema and the operations of the service.
 *
 * Our own and not `codemirror-json-schema`: it brings a highlighter and a Markdown renderer of several MB whose output
 * has style attributes, which our Content-Security-Policy refuses, and it knows neither operations nor steps.
 */
export type Operation = { name: string; description: string; kind: "reads" | "writes"; input: unknown };
export type Known = { schema: Schema; operations: readonly Operation[] };

export type Offer = {
  label: string;
  kind: "key" | "value" | "operation" | "step";
  /** A word beside the label: its type. */
  detail: string | undefined;
  info: string | undefined;
  /** What is written for it. */
  insert: string;
  needed: boolean;
};

/** What could stand at a place, and where the word begins that it replaces. */
export function offersAt(
  text: string,
  place: number,
  known: Known,
): { from: number; offers: Offer[] } | undefined {
  const context = contextAt(text, place);
  if (!context) return undefined;
  const offers = context.key === undefined ? keys(text, context, known) : values(text, context, known);
  return offers.length > 0 ? { from: context.from, offers } : undefined;
}

/** What a key means; for the pointer that rests on it. */
export function meaningAt(text: string, place: number, known: Known) {
  const found = keyAt(text, place);
  if (!found) return undefined;
  const { path, key, from, to } = found;
  const parameter = operationOf(text, path, known);
  const schema = parameter
    ? keysAt(parameter.schema, parameter.path).find((each) => each.key === key)?.schema
    : propertyAt(known.schema, path, key)[0];
  if (!schema?.description) return undefined;
  return { from, to, key, type: typeOf(schema), text: schema.description };
}

function keys(text: string, context: Context, known: Known): Offer[] {
  const parameter = operationOf(text, context.path, known);
  const found = parameter ? keysAt(parameter.schema, parameter.path) : keysAt(known.schema, context.path);
  const offers: Offer[] = found
    .filter(({ key }) => !context.siblings.includes(key))
    .map(({ key, schema, needed }) => ({
      label: key,
      kind: "key",
      detail: typeOf(schema),
      info: schema.description,
      insert: `${key}: `,
      needed,
    }));
  // An item of a list is a key of a map as well as a plain word.
  const words = parameter ? [] : valuesOf(schemasAt(known.schema, context.path));
  return [...offers, ...words.map(({ value, description }) => word(value, description))];
}

function values(text: string, { path, key = "" }: Context, known: Known): Offer[] {
  const isStep = schemasAt(known.schema, path).some(
    ({ properties }) => properties?.call && properties.script,
  );
  if (key === "call" && isStep) {
    return known.operations.map(({ name, description, kind }) => ({
      label: name,
      kind: "operation",
      detail: kind,
      info: description || undefined,
      insert: name,
      needed: false,
    }));
  }
  if (key === "to") return targets(text, path);
  const parameter = operationOf(text, path, known);
  const schemas = parameter
    ? propertyAt(parameter.schema, parameter.path, key)
    : propertyAt(known.schema, path, key);
  return valuesOf(schemas).map(({ value, description }) => word(value, description));
}

function word(value: string, info: string | undefined): Offer {
  return { label: value, kind: "value", detail: undefined, info, insert: value, needed: false };
}

/** Within `with:` of a call: the parameters of its operation, and where in them. */
function operationOf(text: string, path: readonly string[], { operations }: Known) {
  const at = path.lastIndexOf("with");
  if (at < 2 || path[at - 2] !== "steps") return undefined;
  const call = callOf(text, path.slice(0, at));
  const operation = operations.find(({ name }) => name === call);
  return operation && { schema: operation.input as Schema, path: path.slice(at + 1) };
}

/** The operation a step calls: read from the lines of the step, as the text may be no YAML just now. */
function callOf(text: string, step: readonly string[]): string | undefined {
  const key = step.at(-1) ?? "";
  for (const begins of text.matchAll(new RegExp(`^([ ]*)${key}:(.*)$`, "gm"))) {
    const indent = begins[1]?.length ?? 0;
    const after = text.slice(begins.index + begins[0].length);
    const end = after.search(new RegExp(`^[ ]{0,${indent}}\\S`, "m"));
    const body = `${begins[2]}\n${end < 0 ? after : after.slice(0, end)}`;
    const call = /(?:^|[\s{,])call:\s*([\w.-]+)/.exec(body)?.[1];
    if (call) return call;
  }
  return undefined;
}

/** Steps a flow can lead to: those of the same body, and the end. */
function targets(text: string, path: readonly string[]): Offer[] {
  const at = path.lastIndexOf("steps");
  const offer = (label: string): Offer => ({
    label,
    kind: "step",
    detail: undefined,
    info: undefined,
    insert: label,
    needed: false,
  });
  const own = path[at + 1];
  const line = new RegExp(`^([ ]*)${own}:`, "m").exec(text);
  if (!line || own === undefined) return [offer("end")];
  const indent = line[1] ?? "";
  const siblings = [...text.matchAll(new RegExp(`^${indent}([A-Za-z][\\w-]*):`, "gm"))].map(
    (each) => each[1] ?? "",
  );
  return [...new Set(siblings)]
    .filter((key) => key !== own)
    .concat("end")
    .map(offer);
}

/** A type in a word or two, as programs write it. */
function typeOf({ type, enum: words, const: word, items, properties }: Schema): string | undefined {
  if (words) return words.map(String).join(" | ");
  if (word !== undefined) return String(word);
  if (Array.isArray(type)) return type.join(" | ");
  return type ?? (items ? "array" : properties ? "object" : undefined);
}
