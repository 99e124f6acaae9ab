import type { Diagnostic } from "~/api";

type Place = Pick<Diagnostic["position"], "line" | "column">;

/**
 * Where a diagnostic stands in the text. Lines and columns count from 1, columns in characters, where a browser counts
 * UTF-16 units.
 */
export function indexOf(text: string, { line, column }: Place): number {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((length, one) => length + one.length + 1, 0);
  const within = [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
  return Math.min(before + within, text.length);
}

/** What a diagnostic is about: `length` counts bytes of UTF-8, and at least one character is underlined. */
export function rangeOf(
  text: string,
  { position }: Pick<Diagnostic, "position">,
): { from: number; to: number } {
  const from = indexOf(text, position);
  let to = from;
  let bytes = 0;
  const encoder = new TextEncoder();
  while (to < text.length && bytes < position.length) {
    const character = String.fromCodePoint(text.codePointAt(to) ?? 0);
    bytes += encoder.encode(character).length;
    to += character.length;
  }
  // A long one is told by its first line.
  const end = text.indexOf("\n", from);
  const limit = end < 0 ? text.length : Math.max(end, from);
  return { from, to: Math.min(Math.max(to, from + 1), limit > from ? limit : text.length) };
}
