import { Button, Tooltip } from "@mantine/core";
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconSlash,
  IconX,
  type Icon,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ApiError, type BulkAction, type BulkFit, type RunFilter, send, useConnectionLost } from "~/api";
import { ErrorNote } from "~/components/states/ErrorNote";
import { useNumber, useTexts } from "~/texts";
import classes from "./Bulk.module.css";
import { BulkReport } from "./BulkReport";
import { texts } from "./texts";
import { useBulk } from "./useBulk";
import type { RunSelection } from "./useRunSelection";

const ACTIONS: readonly [BulkAction, Icon][] = [
  ["retry", IconRefresh],
  ["cancel", IconSlash],
  ["suspend", IconPlayerPause],
  ["resume", IconPlayerPlay],
];
const LOOK_MS = 5000;

/**
 * What can be done with the selected runs of a list, or with all that its filter matches, and to how many of them. For
 * operators; nothing while nothing is selected.
 *
 * ```tsx
 * const selection = useRunSelection(JSON.stringify(filter));
 * {mayAct && <BulkBar filter={filter} selection={selection} />}
 * <DataTable … {...(mayAct ? { selection: selection.of(rows) } : {})} />
 * ```
 */
export function BulkBar({ filter, selection }: { filter: RunFilter; selection: RunSelection }) {
  if (selection.ids.length === 0 && !selection.all) return null;
  return <Bar filter={filter} selection={selection} />;
}

function Bar({ filter, selection }: { filter: RunFilter; selection: RunSelection }) {
  const t = useTexts(texts);
  const number = useNumber();
  const offline = useConnectionLost() !== null;
  const bulk = useBulk();
  const matching = useFit({ filter });
  const ofRows = useFit({ ids: [...selection.ids] }, !selection.all && selection.ids.length > 0);
  const fit = selection.all ? matching : ofRows;
  const all = matching.data ? number(matching.data.matching) : "…";
  const title = selection.all ? t.allSelected(all) : t.selected(selection.ids.length);
  return (
    <div className={classes.place}>
      <div className={classes.bar} role="region" aria-label={title}>
        <strong>{title}</strong>
        {selection.all ? (
          selection.ids.length > 0 && (
            <Button variant="subtle" onClick={() => selection.setAll(false)}>
              {t.onlyRows}
            </Button>
          )
        ) : (
          <Button variant="subtle" onClick={() => selection.setAll(true)}>
            {t.allMatching(all)}
          </Button>
        )}
        <span className={classes.edge} aria-hidden />
        {ACTIONS.map(([action, Picture]) => {
          const fits = fit.data?.[action];
          const why = offline ? t.lost : fits === 0 ? t.noneFits[action] : undefined;
          const off = why !== undefined || fits === undefined || bulk.isPending;
          return (
            <Tooltip key={action} label={why} disabled={!why}>
              <Button
                variant="default"
                leftSection={<Picture size={16} />}
                data-disabled={off || undefined}
                aria-disabled={off}
                loading={bulk.asking === action}
                onClick={() => {
                  if (off) return;
                  bulk.ask(selection.all ? { action, filter } : { action, ids: [...selection.ids] });
                }}
              >
                {fits === undefined ? t.actions[action] : t.withCount(t.actions[action], number(fits))}
              </Button>
            </Tooltip>
          );
        })}
        <Button variant="subtle" leftSection={<IconX size={14} />} onClick={selection.clear}>
          {t.clear}
        </Button>
      </div>
      {fit.error && <ErrorNote error={fit.error} onRetry={() => void fit.refetch()} />}
      <BulkReport of={bulk} />
    </div>
  );
}

/** How many runs each action would act on: counted by the service, as the preview is. */
function useFit(selection: { filter: RunFilter } | { ids: string[] }, enabled = true) {
  return useQuery<BulkFit, ApiError>({
    queryKey: ["/api/v1/bulk/fit", selection],
    queryFn: () => send("post", "/api/v1/bulk/fit", { body: selection }),
    refetchInterval: LOOK_MS,
    // One row more is another question; the numbers of the one before stand until it is answered.
    placeholderData: (before) => before,
    enabled,
  });
}
