import { Button, Group } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { read, type RecordRow, type SectionInfo } from "~/api";
import { FilterChips } from "~/components/filters/FilterChips";
import { SearchInput } from "~/components/filters/SearchInput";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Empty, NoneMatch } from "~/components/states/Empty";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { ColumnsMenu } from "~/components/table/ColumnsMenu";
import { type Column, DataTable } from "~/components/table/DataTable";
import { formatTime } from "~/components/time/format";
import { useNow } from "~/components/time/now";
import { useZone } from "~/components/time/Time";
import { ActionsMenu } from "~/sections/ActionsMenu";
import { actTitle } from "~/sections/acts";
import {
  type ColumnFilter,
  filterKey,
  filterQuery,
  type FilterSearch,
  filterSearch,
  filtersOf,
  nextSort,
} from "~/sections/filters";
import { RunInPlace } from "~/sections/RunInPlace";
import { useSay } from "~/sections/say";
import classes from "~/sections/Sections.module.css";
import { texts as words } from "~/sections/texts";
import { useActions } from "~/sections/useActions";
import { useWhyNot } from "~/sections/useWhyNot";
import { Value } from "~/sections/Value";
import { usePageActions } from "~/shell/pageActions";
import { useLanguage, useNumber, useTexts } from "~/texts";
import { AddFilter } from "./AddFilter";
import { listSearch, sectionRoute } from "./route";
import { SelectionBar } from "./SelectionBar";
import { texts } from "./texts";

const PAGE = 50;
const FRESH_MS = 60_000;

/** `/s/:section`: the records of a section, and what can be done with them. */
export function SectionPage() {
  const t = useTexts(texts);
  const { section: key } = sectionRoute.useParams();
  const section = useQuery({
    ...read("/api/v1/sections/{section}", { params: { path: { section: key } } }),
    staleTime: FRESH_MS,
  });
  if (section.data) return <List key={key} section={section.data} />;
  if (section.error?.kind === "not-found") {
    return (
      <Page title={t.noSection}>
        <Empty title={t.noSection} action={<LinkButton to="/runs">{t.toRuns}</LinkButton>}>
          {t.noSectionWhy}
        </Empty>
      </Page>
    );
  }
  return (
    <Page>
      {section.error ? (
        <ErrorNote error={section.error} onRetry={() => void section.refetch()} />
      ) : (
        <Skeletons rows={14} height={40} />
      )}
    </Page>
  );
}

function List({ section }: { section: SectionInfo }) {
  const t = useTexts(texts);
  const w = useTexts(words);
  const say = useSay();
  const number = useNumber();
  const language = useLanguage();
  const zone = useZone();
  const now = new Date(useNow("minute"));
  const whyNot = useWhyNot();
  const search = sectionRoute.useSearch();
  const navigate = sectionRoute.useNavigate();
  const filters = filtersOf(search);
  const limit = Math.min(PAGE, section.max_page);
  const filter = filterQuery(filters, section.columns);
  const query = {
    ...(search.q ? { q: search.q } : {}),
    ...(filter ? { filter } : {}),
    ...(search.sort ? { sort: search.sort } : {}),
    ...(search.skip ? { skip: search.skip } : {}),
    limit,
  };
  const path = { section: section.key };
  const page = useQuery({
    ...read("/api/v1/sections/{section}/records", { params: { path, query } }),
    placeholderData: keepPreviousData,
  });
  const menu = useQuery(read("/api/v1/sections/{section}/actions", { params: { path } }));

  // Another search begins at the first row; what was chosen stays chosen.
  const set = (change: Partial<typeof search>, replace = false) =>
    void navigate({ search: (now) => ({ ...now, skip: undefined, ...change }), replace });
  const setFilter = (filter: ColumnFilter, value: string | undefined) =>
    set({ [filterKey(filter)]: value } as FilterSearch);
  const clear = () => void navigate({ search: { cols: search.cols, sort: search.sort } });
  const actions = useActions({
    section: section.key,
    onStarted: (act, run) => void navigate({ search: (now) => ({ ...now, act, run }) }),
  });

  const columnTitle = (key: string) => {
    const column = section.columns.find((each) => each.key === key);
    return column ? say(column) : key;
  };
  const filterValue = ({ column: key, value }: ColumnFilter) => {
    const column = section.columns.find((each) => each.key === key);
    const choice = column?.choices?.find((each) => String(each.value) === value);
    if (choice) return say(choice);
    if (column?.type === "boolean") return value === "true" ? w.yes : w.no;
    // By the clock of the page, as the column has it.
    return column?.type === "time" ? formatTime(new Date(value), now, zone, language) : value;
  };
  const chips = [
    ...(search.q ? [{ name: t.searched, value: search.q, onRemove: () => set({ q: undefined }) }] : []),
    ...filters.map((each) => ({
      name: columnTitle(each.column),
      value: `${each.operator === "eq" ? "" : `${t[each.operator]} `}${filterValue(each)}`,
      onRemove: () => setFilter(each, undefined),
    })),
  ];
  const usual = section.columns.filter(({ shown }) => shown).map(({ key }) => key);
  const shown = search.cols ?? usual;
  const visible = section.columns.filter(({ key }) => shown.includes(key));
  const sort = search.sort ?? section.default_sort ?? undefined;
  const columns: Column<RecordRow>[] = visible.map((column) => ({
    key: column.key,
    title: say(column),
    ...(column.type === "boolean" ? { width: 96 } : column.type === "time" ? { width: 176 } : {}),
    ...(column.type === "integer" ? { align: "right" as const } : {}),
    ...(column.sortable
      ? {
          sort: {
            now:
              sort === column.key
                ? ("ascending" as const)
                : sort === `-${column.key}`
                  ? ("descending" as const)
                  : undefined,
            onPress: () => set({ sort: nextSort(sort, column.key) }),
          },
        }
      : {}),
    cell: (row) => <Value of={column} value={row.values[column.key]} />,
  }));
  const skip = search.skip ?? 0;
  const actable = section.actions.some((action) => action.for.includes("selection"));
  const mayAdd = section.add && menu.data?.add?.offered && !whyNot;
  const keep = { ...listSearch(search), ...filterSearch(search) };

  usePageActions(
    whyNot
      ? []
      : (menu.data?.items ?? [])
          .filter(({ offered }) => offered)
          .map((item) => ({ label: say(item), run: () => actions.choose(item) })),
  );

  return (
    <Page
      title={say(section)}
      actions={
        <>
          {(menu.data?.items.length ?? 0) > 0 && (
            <ActionsMenu
              items={menu.data?.items ?? []}
              busy={actions.start.isPending}
              off={whyNot}
              onChoose={actions.choose}
            />
          )}
          {mayAdd && section.add && (
            <LinkButton to="/s/$section/new" params={path} search={keep} leftSection={<IconPlus size={16} />}>
              {say(section.add) || w.add}
            </LinkButton>
          )}
        </>
      }
    >
      {search.run && (
        <RunInPlace
          key={search.run}
          id={search.run}
          what={actTitle(section, search.act ?? "", say, w)}
          onClose={() =>
            void navigate({ search: (now) => ({ ...now, run: undefined, act: undefined }), replace: true })
          }
        />
      )}
      {actions.start.error && <ErrorNote error={actions.start.error} />}
      <Group gap="xs">
        {section.searchable && (
          <SearchInput label={t.search} value={search.q} onChange={(q) => set({ q }, true)} width={280} />
        )}
        <AddFilter
          columns={section.columns}
          onAdd={(added) => setFilter(added, `${added.operator}:${added.value}`)}
        />
        <div style={{ flex: 1 }} />
        <ColumnsMenu
          columns={section.columns.map((column) => ({ key: column.key, title: say(column) }))}
          shown={shown}
          onChange={(cols) =>
            void navigate({
              search: (now) => ({ ...now, cols: cols.join() === usual.join() ? undefined : cols }),
              replace: true,
            })
          }
        />
      </Group>
      <FilterChips filters={chips} onClear={clear} />
      {actable && (
        <SelectionBar
          section={section.key}
          chosen={search.sel ?? []}
          onClear={() => void navigate({ search: (now) => ({ ...now, sel: undefined }), replace: true })}
        />
      )}
      <Panel flush>
        <Reading of={page} skeleton={<Skeletons rows={12} height={40} />}>
          {({ items, total, next_cursor: more }) =>
            items.length === 0 && skip === 0 ? (
              chips.length > 0 ? (
                <NoneMatch onClear={clear} />
              ) : (
                <Empty title={t.none}>{section.add ? t.noneAdd : t.noneRead}</Empty>
              )
            ) : (
              <>
                <DataTable
                  label={say(section)}
                  rows={items}
                  rowKey={({ id }) => id}
                  rowName={({ title }) => title}
                  rowHeight={40}
                  columns={columns}
                  link={{
                    column: visible[0]?.key ?? "",
                    to: (row) => ({
                      to: "/s/$section/$record",
                      params: { ...path, record: row.id },
                      search: { ...keep, at: skip + items.indexOf(row) },
                    }),
                  }}
                  {...(actable && !whyNot
                    ? {
                        selection: {
                          chosen: new Set(search.sel),
                          onChange: (sel: ReadonlySet<string>) =>
                            void navigate({ search: (now) => ({ ...now, sel: [...sel] }), replace: true }),
                        },
                      }
                    : {})}
                />
                <div className={classes.foot}>
                  <span>
                    {total === undefined || total === null
                      ? t.rows(number(skip + 1), number(skip + items.length))
                      : t.rowsOf(number(skip + 1), number(skip + items.length), number(total))}
                  </span>
                  {(skip > 0 || more) && (
                    <Button.Group>
                      <Button
                        variant="default"
                        disabled={skip === 0}
                        leftSection={<IconChevronLeft size={14} />}
                        onClick={() => set({ skip: Math.max(0, skip - limit) || undefined })}
                      >
                        {t.previous}
                      </Button>
                      <Button
                        variant="default"
                        disabled={!more}
                        rightSection={<IconChevronRight size={14} />}
                        onClick={() => set({ skip: skip + limit })}
                      >
                        {t.next}
                      </Button>
                    </Button.Group>
                  )}
                </div>
              </>
            )
          }
        </Reading>
      </Panel>
      {actions.dialog}
    </Page>
  );
}
