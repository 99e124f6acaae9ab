import type { Run } from "~/api";

/** What a diagram says at a step: how many tokens stand there, how many of them stopped, how far its loop is. */
export type Mark = {
  step: string;
  tokens: number;
  stopped: number;
  done?: number;
  total?: number;
  /** The error that ended the run came from here. */
  failed?: true;
};

/** Every step where the run stands now. Loops carry their progress, not the token that only waits for its items. */
export function marksOf({
  tokens = [],
  progress = [],
  status,
  error_step,
}: Pick<Run, "tokens" | "progress" | "status" | "error_step">): Mark[] {
  const marks = new Map<string, Mark>();
  const at = (step: string): Mark => {
    const mark = marks.get(step) ?? { step, tokens: 0, stopped: 0 };
    marks.set(step, mark);
    return mark;
  };
  for (const token of tokens) {
    if (token.doing === "incident") at(token.step).stopped += 1;
    else if (token.doing !== "for_each") at(token.step).tokens += 1;
  }
  for (const { step, done, total } of progress) {
    const mark = at(step);
    // A loop inside a loop goes on several times at once: together they are one number.
    mark.done = (mark.done ?? 0) + done;
    mark.total = (mark.total ?? 0) + total;
  }
  if (status === "failed" && error_step) at(error_step).failed = true;
  return [...marks.values()];
}
