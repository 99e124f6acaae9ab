/** Where in a script it was thrown: for whoever reads the definition, on the page of the run. */
const PLACE = /\s*\(in `.*`, line \d+, column \d+\)\s*$/s;

/** What an error says, on one line, without the place in the definition. */
export function plain(message: string): string {
  return message.replace(PLACE, "").replace(/\s+/g, " ").trim();
}

/** The same without the step it begins with, where that stands beside it. */
export function withoutStep(message: string): string {
  return plain(message).replace(/^step `[^`]+`: /, "");
}
