/**
 * The service's clock, seen from here. Every answer's `Date` (whole seconds) bounds how far the two clocks are apart;
 * the bounds of many answers together come close to the truth. Ticking durations use it, so a laptop that is ten
 * minutes off shows the right ones.
 */
export class ServerClock {
  #least = -Infinity;
  #most = Infinity;

  /** An answer whose request left at `sent` and which came at `received` (both by our clock) says `date`. */
  learn(date: number, sent: number, received: number): void {
    // The service's clock stood in [date, date + 1 s) at some moment of [sent, received].
    const least = date - received;
    const most = date + 1000 - sent;
    this.#least = Math.max(this.#least, least);
    this.#most = Math.min(this.#most, most);
    // One of the clocks was set: only the newest answer counts.
    if (this.#least > this.#most) {
      this.#least = least;
      this.#most = most;
    }
  }

  /** How far the service is ahead, in milliseconds; 0 before the first answer and where the difference is no matter. */
  get offset(): number {
    if (this.#least === -Infinity) return 0;
    const offset = (this.#least + this.#most) / 2;
    // Within the doubt of the measurement: the same clock, most likely.
    return this.#least <= 0 && this.#most >= 0 ? 0 : offset;
  }

  now(): number {
    return Date.now() + this.offset;
  }
}

/** The clock of the service this console came from. */
export const serverClock = new ServerClock();
