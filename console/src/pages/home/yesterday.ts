import { useNow } from "~/components/time/now";

const DAY_MS = 86_400_000;
const STEP_MS = 600_000;

/** This time yesterday, in whole ten minutes: the same question for everybody who looks, and for a while. */
export function useYesterday(): string {
  const now = useNow("minute");
  return new Date(Math.floor((now - DAY_MS) / STEP_MS) * STEP_MS).toISOString();
}
