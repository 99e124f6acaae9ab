import type { StepReport } from "../useSteps";
import type { HEATS } from "../route";

export type Heat = (typeof HEATS)[number];
/**
 * A step with what its heat stands for, in milliseconds, and how hot it is, from 1 to {@link LEVELS}; 0 for a frame around
 * other steps, whose time is theirs.
 */
export type Hot = { step: string; ms: number; level: number };

export const LEVELS = 5;

/** How hot each step is beside the hottest. Square roots, so that one very long wait leaves others to be told apart. */
export function heatOf(steps: readonly StepReport[], heat: Heat): Hot[] {
  const measured = steps.flatMap(({ step, took }) => {
    const ms = heat === "sum" ? took.total_ms : took.p95_ms;
    return typeof ms === "number" && ms > 0 ? [{ step, ms }] : [];
  });
  const isFrame = (step: string) => steps.some((other) => other.step.startsWith(`${step}/`));
  const most = Math.max(0, ...measured.filter(({ step }) => !isFrame(step)).map(({ ms }) => ms));
  return measured.map(({ step, ms }) => ({
    step,
    ms,
    level: isFrame(step) ? 0 : Math.min(LEVELS, Math.max(1, Math.ceil(Math.sqrt(ms / most) * LEVELS))),
  }));
}
