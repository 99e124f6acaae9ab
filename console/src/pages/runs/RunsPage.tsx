import { IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { read, serverClock, useMay } from "~/api";
import { BulkBar } from "~/bulk/BulkBar";
import { useRunSelection } from "~/bulk/useRunSelection";
import { FilterChips } from "~/components/filters/FilterChips";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Empty } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { FreshRows } from "~/components/table/FreshRows";
import { TableFoot } from "~/components/table/TableFoot";
import { remember } from "~/runs/cameFrom";
import { useTexts } from "~/texts";
import { isFiltered, runFilter } from "./filter";
import { FilterBar } from "./FilterBar";
import { LookedUntil, NoRuns } from "./NoRuns";
import { type RunsSearch, runsRoute } from "./route";
import classes from "./RunsPage.module.css";
import { RunsTable } from "./RunsTable";
import { RunViews } from "./RunViews";
import { StatusCounts } from "./StatusCounts";
import { texts } from "./texts";
import { useFilterChips } from "./useFilterChips";
import { useRunsList } from "./useRunsList";

/** `/runs`: what runs, waits, stopped and ended; every filter in the address. */
export function RunsPage() {
  const t = useTexts(texts);
  const search = runsRoute.useSearch();
  const navigate = runsRoute.useNavigate();
  const mayStart = useMay("operator");
  const definitions = useQuery(read("/api/v1/definitions", { params: { query: { limit: 500 } } }));
  const names = useMemo(
    () => new Map((definitions.data?.items ?? []).map(({ key, name }) => [key, name])),
    [definitions.data],
  );
  const latest = definitions.data?.items.find(({ key }) => key === search.process)?.version ?? 0;
  // A span ends where it was asked for: the same filter until the address changes.
  const filter = useMemo(() => runFilter(search, serverClock.now()), [search]);
  const list = useRunsList(filter, search.cursor);
  const selection = useRunSelection(JSON.stringify(filter));

  // A filter begins at the newest row; typing replaces the entry of the history.
  const set = (change: Partial<RunsSearch>, replace = false) =>
    void navigate({ search: (now) => ({ ...now, cursor: undefined, ...change }), replace });
  const clear = () => void navigate({ search: { cols: search.cols } });
  const turn = (cursor: string | undefined) => void navigate({ search: (now) => ({ ...now, cursor }) });
  const chips = useFilterChips(search, names, set);

  const shown = list.rows.map(({ id }) => id).join();
  useEffect(() => {
    if (shown) remember(shown.split(","), window.location.pathname + window.location.search);
  }, [shown, search]);

  return (
    <Page
      title={t.title}
      aside={<FreshRows count={list.fresh} onShow={list.showFresh} />}
      actions={
        mayStart && (
          <LinkButton to="/start" leftSection={<IconPlayerPlay size={16} />}>
            {t.start}
          </LinkButton>
        )
      }
    >
      <RunViews search={search} />
      <StatusCounts filter={filter} chosen={search.status} onChange={(status) => set({ status })} />
      <FilterBar search={search} names={names} versions={latest} filter={filter} onChange={set} />
      <FilterChips filters={chips} onClear={clear} />
      {mayStart && <BulkBar filter={filter} selection={selection} />}
      <Panel flush>
        <Reading of={list.page} skeleton={<Skeletons rows={14} height={32} />}>
          {(page) =>
            list.rows.length === 0 ? (
              isFiltered(search) || search.cursor ? (
                <NoRuns
                  page={page}
                  filter={filter}
                  onClear={clear}
                  onAnyTime={() => set({ since: undefined, until: undefined })}
                  onFurther={turn}
                />
              ) : (
                <Empty title={t.none} action={mayStart && <LinkButton to="/start">{t.start}</LinkButton>}>
                  {t.noneWhy}
                </Empty>
              )
            ) : (
              <>
                <RunsTable
                  rows={list.rows}
                  gone={list.gone}
                  names={names}
                  search={search}
                  {...(mayStart ? { selection: selection.of(list.rows) } : {})}
                />
                {page.looked_until && (
                  <div className={classes.lookedFoot}>
                    <LookedUntil at={page.looked_until} />
                  </div>
                )}
                <TableFoot
                  rows={list.rows.length}
                  cursor={search.cursor}
                  next={page.next_cursor}
                  onCursor={turn}
                />
              </>
            )
          }
        </Reading>
      </Panel>
    </Page>
  );
}
