import { useRef } from "react";
import { writeJson } from "./json";
import { ApiError } from "./problem";

/** Goes with a press; the service starts once for its key, for ever. */
type PressHeader = { "Idempotency-Key": string };

/**
 * Presses of a button that starts something. A press that is repeated because its answer was never heard carries the key
 * of the first, so the service starts once. After an answer, or for something else, it is another press with a key of its
 * own: without one the service takes what is pressed again within five seconds for the same press, and somebody whose
 * run has failed would see that run once more.
 *
 * ```ts
 * const press = usePress();
 * const save = useChange(() =>
 *   press(form.written, (header) => send("patch", path, { params: { path, header }, body })),
 * );
 * ```
 */
export function usePress() {
  const presses = useRef<Presses>(undefined);
  return <T>(what: unknown, start: (header: PressHeader) => Promise<T>): Promise<T> => {
    presses.current ??= new Presses();
    return presses.current.press(what, start);
  };
}

/** The presses of one button. */
export class Presses {
  /** The press whose answer nobody has heard yet. */
  #open: { what: string; key: string } | undefined;

  async press<T>(what: unknown, start: (header: PressHeader) => Promise<T>): Promise<T> {
    const text = writeJson(what);
    const mine = this.#open?.what === text ? this.#open : { what: text, key: newKey() };
    this.#open = mine;
    try {
      const answer = await start({ "Idempotency-Key": mine.key });
      this.#close(mine);
      return answer;
    } catch (error) {
      // Refused: nothing was started. Everything else may have been.
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) this.#close(mine);
      throw error;
    }
  }

  #close(press: object) {
    if (this.#open === press) this.#open = undefined;
  }
}

/** 128 random bits. `crypto.randomUUID` is not there where the service is reached by plain HTTP. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
