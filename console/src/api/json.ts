import { isInteger, LosslessNumber, parse, stringify } from "lossless-json";

/**
 * JSON that keeps every digit. A number JavaScript can hold exactly becomes a number; one it cannot (an id beyond 2^53)
 * becomes a `LosslessNumber`, whose text is what was sent.
 */
export function parseJson(text: string): unknown {
  return parse(text, undefined, { parseNumber: number });
}

function number(text: string): unknown {
  const value = Number(text);
  if (isInteger(text)) return Number.isSafeInteger(value) ? value : new LosslessNumber(text);
  return Number.isFinite(value) ? value : new LosslessNumber(text);
}

/** The text of a value that came from {@link parseJson}, digits and all. */
export function writeJson(value: unknown, indent?: number): string {
  return stringify(value, undefined, indent) ?? "null";
}
