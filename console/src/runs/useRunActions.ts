import { useQueryClient } from "@tanstack/react-query";
import { type Answer, read, type RunSummary, send, useChange, useConnectionLost, useMay } from "~/api";
import { hasEnded } from "~/components/status/statuses";
import { useAskReason } from "~/components/confirm/Confirm";
import { useTexts } from "~/texts";
import { texts } from "./texts";

type RunLike = Pick<RunSummary, "id" | "process" | "status" | "business_key" | "incidents">;

/** Readings that a change of a run makes old. */
const REFRESH = ["/api/v1/runs", "/api/v1/runs/{id}"] as const;

/**
 * What a person can do to a run, wherever it is shown: the same rules, words and confirmation on the list and on its
 * page. An action that cannot be used is `undefined`.
 */
export function useRunActions(run: RunLike) {
  const t = useTexts(texts);
  const may = useMay("operator");
  const offline = useConnectionLost() !== null;
  const ask = useAskReason();
  const client = useQueryClient();
  // What people call the process, where a page has read it.
  const nameOf = (process: string) => {
    const known = client.getQueryData(
      read("/api/v1/definitions", { params: { query: { limit: 500 } } }).queryKey,
    );
    return known?.items.find(({ key }) => key === process)?.name ?? process;
  };
  const path = { params: { path: { id: run.id } } };
  const retry = useChange(() => send("post", "/api/v1/runs/{id}/retry", path), { refresh: [...REFRESH] });
  const cancel = useChange(
    (body: { reason?: string }) => send("post", "/api/v1/runs/{id}/cancel", { ...path, body }),
    { refresh: [...REFRESH] },
  );
  const pause = useChange(() => send("post", "/api/v1/runs/{id}/suspend", { ...path, body: {} }), {
    refresh: [...REFRESH],
  });
  const resume = useChange(() => send("post", "/api/v1/runs/{id}/resume", path), { refresh: [...REFRESH] });
  const usable = may && !offline;
  const busy = pause.isPending || resume.isPending;
  const paused = run.status === "suspended";
  return {
    may,
    /** Why nothing can be done now. */
    off: offline ? t.offline : undefined,
    retry,
    cancel,
    pause,
    resume,
    startPause: usable && !hasEnded(run.status) && !paused && !busy ? () => pause.mutate() : undefined,
    startResume: usable && paused && !busy ? () => resume.mutate() : undefined,
    startRetry: usable && run.incidents > 0 && !retry.isPending ? () => retry.mutate() : undefined,
    askCancel:
      usable && !hasEnded(run.status) && !cancel.isPending
        ? async () => {
            const question = {
              title: t.cancelTitle(nameOf(run.process), run.business_key ?? ""),
              body: t.cancelBody,
              act: t.cancelAct,
              keep: t.keep,
              dangerous: true,
              reason: { label: t.cancelReason, hint: t.cancelReasonHint },
            };
            const said = await ask(question);
            if (said) cancel.mutate(said);
          }
        : undefined,
    retryDone: (answer: Answer<"/api/v1/runs/{id}/retry", "post">) =>
      answer.done ? t.retried(answer.incidents ?? 1) : t.retryAccepted,
    cancelDone: (answer: Answer<"/api/v1/runs/{id}/cancel", "post">) =>
      answer.done ? t.cancelled : t.cancelAccepted,
  };
}
