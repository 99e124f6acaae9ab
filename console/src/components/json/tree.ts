import { isLosslessNumber } from "lossless-json";
import { writeJson } from "~/api";

/** What the tree shows of a value. Values come from `parseJson`: numbers beyond 2^53 are objects that know their digits. */
export type Kind = "object" | "array" | "string" | "number" | "boolean" | "null";

export function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  if (isLosslessNumber(value) || typeof value === "number" || typeof value === "bigint") return "number";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "boolean";
  return "object";
}

/** Children with their names; none for what has none. */
export function childrenOf(value: unknown): [name: string | number, value: unknown][] {
  if (Array.isArray(value)) return value.map((child, index) => [index, child]);
  return kindOf(value) === "object" ? Object.entries(value as object) : [];
}

/** A leaf as it is written in JSON. */
export function leafText(value: unknown): string {
  return kindOf(value) === "string" ? JSON.stringify(value) : writeJson(value);
}

/** Where a value stands: `items[3].name`, `["odd name"]`. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");
}
