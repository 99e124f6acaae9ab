import { type Answer, type Run, send, useChange } from "~/api";
import type { Incident } from "~/runs/incidents";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** What is asked of one token that stands at an incident. */
export type Ask = { at: Pick<Incident, "token" | "step"> } & (
  | { act: "retry"; variables?: Record<string, unknown> }
  | { act: "retryEach"; of: readonly Incident[] }
  | { act: "skip"; output: unknown; reason?: string }
  | { act: "move"; to: string; reason?: string }
);

const REFRESH = ["/api/v1/runs", "/api/v1/runs/{id}", "/api/v1/runs/{id}/activities"] as const;

/** The acts on one incident as one change: what was asked last is what the page reports. */
export function useIncidentActs(run: Run) {
  const t = useTexts(texts);
  const change = useChange((ask: Ask) => tell(run.id, ask), { refresh: [...REFRESH] });
  const ask = change.variables;
  return { change, done: change.data && ask && said(ask, change.data.done) };

  function said(ask: Ask, done: boolean): string {
    const { step } = ask.at;
    switch (ask.act) {
      case "retry":
        return done ? t.retried(step) : t.willRetry(step);
      case "retryEach":
        return done ? t.retriedEach(ask.of.length, step) : t.willRetryEach(ask.of.length, step);
      case "skip":
        return done ? t.skipped(step) : t.willSkip(step);
      case "move":
        return done ? t.moved(step, ask.to) : t.willMove(step, ask.to);
    }
  }
}

type Accepted = Answer<"/api/v1/runs/{id}/tokens/{token}/retry", "post">;

function tell(id: string, ask: Ask): Promise<Accepted> {
  const params = { path: { id, token: ask.at.token } };
  switch (ask.act) {
    case "retry": {
      // Edited or only looked at: in the dialog the step is entered anew, past it the same request is sent once more.
      const body = ask.variables ? { anew: true, variables: ask.variables } : {};
      return send("post", "/api/v1/runs/{id}/tokens/{token}/retry", { params, body });
    }
    case "retryEach":
      return tellEach(id, ask.of);
    case "skip": {
      // Any JSON is an output; the schema can say only "an object or null".
      const output = ask.output as Record<string, unknown> | null;
      const body = { output, ...(ask.reason ? { reason: ask.reason } : {}) };
      return send("post", "/api/v1/runs/{id}/tokens/{token}/skip", { params, body });
    }
    case "move": {
      const body = { to: ask.to, ...(ask.reason ? { reason: ask.reason } : {}) };
      return send("post", "/api/v1/runs/{id}/tokens/{token}/move", { params, body });
    }
  }
}

/** Requests under way at once. */
const AT_ONCE = 4;

/** Has each tried again. What fails is told; the others are tried nevertheless. */
async function tellEach(id: string, of: readonly Incident[]): Promise<Accepted> {
  const left = [...of];
  const answers: Accepted[] = [];
  let failed: unknown;
  const work = async () => {
    for (let at = left.pop(); at; at = left.pop()) {
      try {
        answers.push(await tell(id, { at, act: "retry" }));
      } catch (error) {
        failed ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const answer = answers[0];
  if (failed !== undefined || !answer) throw failed;
  return { ...answer, done: answers.every(({ done }) => done) };
}
