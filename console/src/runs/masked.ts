/** What is shown in the place of a secret. */
const SHOWN = "•••";

/** Whether a value holds the place of a secret: what stood there cannot be read, and so not be sent again. */
export function holdsMasked(value: unknown): boolean {
  if (typeof value === "string") return value.includes(SHOWN);
  if (Array.isArray(value)) return value.some(holdsMasked);
  if (typeof value === "object" && value !== null) return Object.values(value).some(holdsMasked);
  return false;
}

/** The value without the secrets in it: those are asked for again. */
export function withoutMasked(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.filter((item) => !isMasked(item)).map(withoutMasked);
  // Objects of the JSON reader (numbers with all their digits) are no records.
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const kept = Object.entries(value).filter(([, item]) => !isMasked(item));
  return Object.fromEntries(kept.map(([name, item]) => [name, withoutMasked(item)]));
}

const isMasked = (value: unknown) => typeof value === "string" && value.includes(SHOWN);
