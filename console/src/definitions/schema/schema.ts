import { ITEM } from "./context";

/** What is read of a JSON Schema here. */
export type Schema = {
  $ref?: string;
  $defs?: Record<string, Schema>;
  description?: string;
  title?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
};

/** Every schema that can hold at a path, its references followed; empty where anything may stand. */
export function schemasAt(root: Schema, path: readonly string[]): Schema[] {
  let found = whole(root, root);
  for (const part of path)
    found = found.flatMap((schema) => inside(schema, part).flatMap((one) => whole(one, root)));
  return found;
}

/** The schema of one key of the maps that can stand at a path. */
export function propertyAt(root: Schema, path: readonly string[], key: string): Schema[] {
  return schemasAt(root, [...path, key]);
}

/** Keys the maps at a path may have, each with its schema; the needed ones first. */
export function keysAt(
  root: Schema,
  path: readonly string[],
): { key: string; schema: Schema; needed: boolean }[] {
  const found = new Map<string, { key: string; schema: Schema; needed: boolean }>();
  for (const schema of schemasAt(root, path)) {
    for (const [key, own] of Object.entries(schema.properties ?? {})) {
      if (found.has(key)) continue;
      const [resolved] = whole(own, root);
      const description = own.description ?? resolved?.description;
      const merged = { ...resolved, ...own, ...(description ? { description } : {}) };
      found.set(key, { key, schema: merged, needed: schema.required?.includes(key) ?? false });
    }
  }
  return [...found.values()].sort((a, b) => Number(b.needed) - Number(a.needed));
}

/** Values that are told one by one: of `enum`, `const` and truth. */
export function valuesOf(schemas: readonly Schema[]): { value: string; description: string | undefined }[] {
  return schemas.flatMap(({ enum: words, const: word, type, description }) => {
    const values = words ?? (word === undefined ? (type === "boolean" ? [true, false] : []) : [word]);
    return values.map((value) => ({ value: String(value), description: words ? undefined : description }));
  });
}

/** A schema with its reference followed, or each of the schemas it is one of. */
function whole(schema: Schema, root: Schema, depth = 0): Schema[] {
  if (depth > 8) return [];
  const { $ref, ...own } = schema;
  if ($ref) {
    const name = /^#\/\$defs\/(.+)$/.exec($ref)?.[1];
    const target = name ? root.$defs?.[name] : undefined;
    // What stands beside a reference is said of this place and counts more than what is said of the thing.
    return target ? whole(target, root, depth + 1).map((one) => ({ ...one, ...own })) : [own];
  }
  const choices = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])].filter(
    // Conditions such as "one of these is required" say nothing about what stands where.
    (one) => one.$ref || one.properties || one.items || one.enum || one.const !== undefined || one.type,
  );
  if (choices.length === 0) return [schema];
  const inner = choices.flatMap((one) => whole(one, root, depth + 1));
  return schema.properties ? [schema, ...inner] : inner;
}

function inside(schema: Schema, part: string): Schema[] {
  if (part === ITEM) return schema.items ? [schema.items] : [];
  const own = schema.properties?.[part];
  if (own) return [own];
  return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
}
