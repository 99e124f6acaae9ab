import { useState } from "react";
import type { Selection } from "~/components/table/DataTable";

/** What is selected of a list: some of its rows, or all that its filter matches. */
export type RunSelection = {
  /** Ids of selected rows; also those of other pages. */
  ids: readonly string[];
  /** All that matches, on whatever page. */
  all: boolean;
  setAll: (all: boolean) => void;
  clear: () => void;
  /** For `<DataTable selection>`, with the rows it shows. */
  of: (rows: readonly { id: string }[]) => Selection;
};

const NONE: ReadonlySet<string> = new Set();

/** The selection of a list of runs. Another `filter` is another list: nothing of it is selected. */
export function useRunSelection(filter: string): RunSelection {
  const [state, setState] = useState({ filter, chosen: NONE, all: false });
  const { chosen, all } = state.filter === filter ? state : { chosen: NONE, all: false };
  const set = (chosen: ReadonlySet<string>, all: boolean) => setState({ filter, chosen, all });
  return {
    ids: [...chosen],
    all,
    setAll: (all) => set(chosen, all),
    clear: () => set(NONE, false),
    of: (rows) => ({
      chosen: all ? new Set(rows.map(({ id }) => id)) : chosen,
      // A row taken out of "all" leaves the rows that are shown: what is on other pages was never looked at.
      onChange: (next) => set(next, false),
    }),
  };
}
