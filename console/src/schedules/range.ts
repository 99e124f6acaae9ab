const two = (n: number) => String(n).padStart(2, "0");

/** A moment as a field of date and time has it: the clock of the browser, or UTC. */
export function toField(at: Date, utc: boolean): string {
  const parts = utc
    ? [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()]
    : [at.getFullYear(), at.getMonth(), at.getDate(), at.getHours(), at.getMinutes()];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts;
  return `${year}-${two(month + 1)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/** The moment a field of date and time says; `undefined` while it says none. */
export function fromField(text: string, utc: boolean): Date | undefined {
  const at = new Date(utc ? `${text}Z` : text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
