/** A key nobody else has made; also where the page is not served over TLS, which `randomUUID` asks for. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `console-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * The `Idempotency-Key` of what a form would start. The same as long as the same is asked for: a double click, or a
 * second try after the line broke, starts once. Something else has another key, and so has what follows a start.
 */
export class StartKey {
  #of: string | undefined;
  #key = newKey();

  for(asked: string): string {
    if (this.#of !== undefined && this.#of !== asked) this.#key = newKey();
    this.#of = asked;
    return this.#key;
  }

  /** What was asked for was done, or refused: the next time is another one. */
  spent(): void {
    this.#of = undefined;
    this.#key = newKey();
  }
}
