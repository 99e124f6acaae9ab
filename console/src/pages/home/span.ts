import type { RunBucket } from "~/api";

/** Parts of the plot: half hours of a day. */
export const PARTS = 48;
const PART_MS = 1_800_000;

/**
 * The day the plot shows: whole half hours, so that everybody who looks asks for the same, bars keep their place for half
 * an hour, and the last one is the half hour of now.
 */
export function plotSpan(now: number): { since: string; until: string } {
  const until = (Math.floor(now / PART_MS) + 1) * PART_MS;
  return { since: new Date(until - PARTS * PART_MS).toISOString(), until: new Date(until).toISOString() };
}

/** A bar: what ended well, what did not, and the rest. */
export type Bar = {
  from: string;
  to: string;
  done: number;
  wrong: number;
  rest: number;
};

export function bars(buckets: readonly RunBucket[]): Bar[] {
  return buckets.map(({ from, to, accepted, completed, failed, incident }) => ({
    from,
    to,
    done: completed,
    wrong: failed + incident,
    rest: accepted - completed - failed - incident,
  }));
}

/** All bars together. */
export function total(all: readonly Bar[]): { accepted: number; done: number; wrong: number; rest: number } {
  const sum = { accepted: 0, done: 0, wrong: 0, rest: 0 };
  for (const { done, wrong, rest } of all) {
    sum.done += done;
    sum.wrong += wrong;
    sum.rest += rest;
    sum.accepted += done + wrong + rest;
  }
  return sum;
}
