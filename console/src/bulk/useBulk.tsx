import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type Bulk, type BulkAction, read, type RunFilter, send, useChange } from "~/api";
import { useAskReason, useConfirm } from "~/components/confirm/Confirm";
import { useLanguage, useTexts } from "~/texts";
import classes from "./Bulk.module.css";
import { atWork, byProcess, leftOut } from "./sentence";
import { texts } from "./texts";

/** Acts that say why in the journals of their runs. */
const REASONED: ReadonlySet<BulkAction> = new Set(["cancel", "suspend"]);

/** What to do to which runs: those of a filter as the API takes it, or these. */
export type BulkAsk = { action: BulkAction } & (
  { filter: RunFilter; ids?: never } | { ids: string[]; filter?: never }
);

/**
 * An act on many runs from any page: asks the service which runs it would be about, says that in a question with its
 * number, and after the yes starts it and goes to its page. Nothing happens to any other run, whatever comes meanwhile.
 *
 * ```tsx
 * const bulk = useBulk();
 * <Button loading={bulk.isPending} onClick={() => bulk.ask({ action: "retry", filter: { error_code: "http.503" } })}>
 *   Retry 12
 * </Button>
 * <BulkReport of={bulk} />   // says that there was nothing to do, or what went wrong
 * ```
 */
export function useBulk() {
  const t = useTexts(texts);
  const language = useLanguage();
  const confirm = useConfirm();
  const askReason = useAskReason();
  const client = useQueryClient();
  const navigate = useNavigate();
  const change = useChange(
    async (ask: BulkAsk): Promise<{ bulk: Bulk; started: boolean }> => {
      const bulk = await send("post", "/api/v1/bulk", { body: ask });
      if (bulk.runs === 0) return { bulk, started: false };
      const { items } = await client
        .ensureQueryData(read("/api/v1/definitions", { params: { query: { limit: 500 } } }))
        .catch(() => ({ items: [] }));
      const nameOf = (key: string) => items.find((definition) => definition.key === key)?.name ?? key;
      const lines = [
        byProcess(bulk, language, nameOf),
        ...leftOut(bulk, language),
        atWork(bulk, language),
        t.means[ask.action],
      ];
      const question = {
        title: t.ask[ask.action](bulk.runs),
        body: lines.flatMap((line) =>
          line
            ? [
                <span key={line} className={classes.line}>
                  {line}
                </span>,
              ]
            : [],
        ),
        act: t.act[ask.action](bulk.runs),
        keep: t.keep[ask.action],
        dangerous: ask.action === "cancel",
      };
      // The journals of runs that are ended or paused say why; a retry and a resume speak for themselves.
      const said = REASONED.has(ask.action)
        ? await askReason({ ...question, reason: { label: t.reason, hint: t.reasonHint } })
        : (await confirm(question)) && {};
      if (!said) return { bulk, started: false };
      const id = bulk.id;
      return {
        bulk: await send("post", "/api/v1/bulk/{id}/start", { params: { path: { id } }, body: said }),
        started: true,
      };
    },
    {
      refresh: ["/api/v1/runs", "/api/v1/bulk"],
      onSuccess: ({ bulk, started }) => {
        if (started) void navigate({ to: "/bulk/$id", params: { id: bulk.id } });
      },
    },
  );
  const found = change.data?.bulk;
  return {
    ask: (ask: BulkAsk) => change.mutate(ask),
    isPending: change.isPending,
    /** Which of the actions is asked about now. */
    asking: change.isPending ? change.variables?.action : undefined,
    error: change.error,
    /** There was no run to act on, in words. */
    nothing:
      found && found.runs === 0
        ? [
            t.nothing[found.action],
            ...(leftOut(found, language).length > 0 ? leftOut(found, language) : [t.nothingMatches]),
          ].join(" ")
        : undefined,
  };
}
