import { defineTexts, english, ukrainian } from "~/texts";

/** A field of an input in words. */
export type InputField = {
  key: string;
  title: string | undefined;
  /** "a whole number from 1 to 1,000". */
  words: string;
  description: string | undefined;
  needed: boolean;
  /** As JSON; `undefined` where there is none. */
  standard: string | undefined;
};

export const texts = defineTexts(
  {
    any: "any value",
    string: "text",
    integer: "whole number",
    number: "number",
    boolean: "yes or no",
    array: "list",
    object: "object",
    null: "nothing",
    or: " or ",
    of: (what: string, items: string) => `${what} of ${items}`,
    one: (values: string) => `one of ${values}`,
    between: (what: string, from: string, to: string) => `${what} from ${from} to ${to}`,
    least: (what: string, from: string) => `${what}, at least ${from}`,
    most: (what: string, to: string) => `${what}, at most ${to}`,
    characters: (what: string, least: number, most: number | undefined) =>
      most === undefined
        ? `${what} of at least ${english(least, "character", "characters")}`
        : least > 0
          ? `${what} of ${least} to ${english(most, "character", "characters")}`
          : `${what} of at most ${english(most, "character", "characters")}`,
    secret: (what: string) => `${what}, kept secret`,
  },
  {
    any: "будь-яке значення",
    string: "текст",
    integer: "ціле число",
    number: "число",
    boolean: "так або ні",
    array: "список",
    object: "об'єкт",
    null: "нічого",
    or: " або ",
    of: (what, items) => `${what}: ${items}`,
    one: (values) => `одне з: ${values}`,
    between: (what, from, to) => `${what} від ${from} до ${to}`,
    least: (what, from) => `${what}, щонайменше ${from}`,
    most: (what, to) => `${what}, щонайбільше ${to}`,
    characters: (what, least, most) =>
      most === undefined
        ? `${what}, щонайменше ${ukrainian(least, "символ", "символи", "символів")}`
        : least > 0
          ? `${what}, від ${least} до ${ukrainian(most, "символу", "символів", "символів")}`
          : `${what}, щонайбільше ${ukrainian(most, "символ", "символи", "символів")}`,
    secret: (what) => `${what}, зберігається таємно`,
  },
);

type Words = (typeof texts)["en"];
type Schema = Record<string, unknown>;

/** What a process asks for, field by field, from the JSON Schema of its input. */
export function fieldsOf(schema: unknown, t: Words): InputField[] {
  if (!isSchema(schema) || !isSchema(schema.properties)) return [];
  const needed = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties).map(([key, field]) => {
    const own = isSchema(field) ? field : {};
    return {
      key,
      title: textOf(own.title),
      words: wordsOf(own, t),
      description: textOf(own.description),
      needed: needed.includes(key),
      standard: own.default === undefined ? undefined : written(own.default),
    };
  });
}

function wordsOf(schema: Schema, t: Words): string {
  if (Array.isArray(schema.enum)) return t.one(schema.enum.map(written).join(", "));
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter(
    (type): type is keyof Words & string => typeof type === "string" && type in t,
  );
  if (types.length === 0) return t.any;
  let words = types.map((type) => String(t[type])).join(t.or);
  if (types.includes("array") && isSchema(schema.items)) words = t.of(words, wordsOf(schema.items, t));
  const [low, high] = [schema.minimum, schema.maximum].map((limit) =>
    limit === undefined ? undefined : written(limit),
  );
  if (low !== undefined && high !== undefined) words = t.between(words, low, high);
  else if (low !== undefined) words = t.least(words, low);
  else if (high !== undefined) words = t.most(words, high);
  const [short, long] = [Number(schema.minLength ?? 0), schema.maxLength];
  if (short > 1 || long !== undefined) {
    words = t.characters(words, short, long === undefined ? undefined : Number(long));
  }
  return schema.writeOnly === true ? t.secret(words) : words;
}

function written(value: unknown): string {
  return typeof value === "string" ? value : String(JSON.stringify(value) ?? value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
