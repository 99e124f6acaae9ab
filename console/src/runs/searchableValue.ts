import { isLosslessNumber } from "lossless-json";

/** Longest value and name the service searches for. */
const MOST_CHARS = 200;
const MOST_NAME_CHARS = 100;
/** What is shown in the place of a secret; secrets are not searched for. */
const SHOWN = "•••";

/** The value as the service searches for it; `undefined` where it does not: see `src/runtime/values.rs`. */
export function searchableValue(name: string, value: unknown): string | undefined {
  const text = isLosslessNumber(value) || typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || text === "" || text.includes(SHOWN) || text.includes("\0"))
    return undefined;
  if ([...text].length > MOST_CHARS || [...name].length > MOST_NAME_CHARS) return undefined;
  if (name === "" || name.includes(":") || name.includes("\0")) return undefined;
  return text;
}
