import type { Diagnostic } from "~/api";

/**
 * Where a diagnostic stands in the text, for a selection in a field. Lines and columns count from 1, columns in
 * characters, where a field counts UTF-16 units.
 */
export function indexOf(
  text: string,
  { line, column }: Pick<Diagnostic["position"], "line" | "column">,
): number {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((length, one) => length + one.length + 1, 0);
  const within = [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
  return Math.min(before + within, text.length);
}
