/** The step the service says first. */
const STEP = /^step `[^`]+`: /;
/** Where in a script it was thrown: for whoever reads the definition, on the page of the run. */
const PLACE = /\s*\(in `.*`, line \d+, column \d+\)\s*$/s;

/** What an error says, without the step it begins with: that stands beside it. */
export function withoutStep(message: string): string {
  return message.replace(STEP, "");
}

/** What an error says, without the place in the definition it ends with. */
export function withoutPlace(message: string): string {
  return message.replace(PLACE, "");
}

/** What an error says, on one line, without the place in the definition. */
export function plain(message: string): string {
  return withoutPlace(message).replace(/\s+/g, " ").trim();
}
