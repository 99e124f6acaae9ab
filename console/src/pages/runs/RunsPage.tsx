import { Group, Select } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { read, useMay } from "~/api";
import { FilterChips } from "~/components/filters/FilterChips";
import { SearchInput } from "~/components/filters/SearchInput";
import { Toggles } from "~/components/filters/Toggles";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Empty, NoneMatch } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { texts as statusTexts } from "~/components/status/statuses";
import { ColumnsMenu } from "~/components/table/ColumnsMenu";
import { DataTable } from "~/components/table/DataTable";
import { FreshRows } from "~/components/table/FreshRows";
import { TableFoot } from "~/components/table/TableFoot";
import { formatFullTime } from "~/components/time/format";
import { useZone } from "~/components/time/Time";
import { useLanguage, useTexts } from "~/texts";
import { actionsColumn, COLUMNS, columns, USUAL } from "./columns";
import { NONE, runsRoute, SPANS } from "./route";
import { texts } from "./texts";
import { rowKey, useRunsList } from "./useRunsList";

/** Sets of statuses people ask for by one word. */
const SETS = {
  all: undefined,
  attention: ["incident", "failed"],
  live: ["running", "waiting", "created", "suspended"],
  ended: ["completed", "cancelled", "compensated"],
} as const;

/** `/runs`: what runs, waits, stopped and ended; every filter in the address. */
export function RunsPage() {
  const t = useTexts(texts);
  const words = useTexts(statusTexts);
  const search = runsRoute.useSearch();
  const navigate = runsRoute.useNavigate();
  const mayStart = useMay("operator");
  const definitions = useQuery(read("/api/v1/definitions", { params: { query: { limit: 500 } } }));
  const names = useMemo(
    () => new Map((definitions.data?.items ?? []).map(({ key, name }) => [key, name])),
    [definitions.data],
  );
  const list = useRunsList(search);
  const span = SPANS.find((known) => known === search.since);
  const [zone, language] = [useZone(), useLanguage()];
  const time = (at: string) => formatFullTime(new Date(at), zone, language);

  // A filter begins at the newest row; typing replaces the entry of the history.
  const set = (change: Partial<typeof search>, replace = false) =>
    void navigate({ search: (now) => ({ ...now, cursor: undefined, ...change }), replace });
  const clear = () => void navigate({ search: { cols: search.cols } });
  const chosenSet = (Object.keys(SETS) as (keyof typeof SETS)[]).find(
    (name) => (SETS[name]?.join() ?? "") === [...(search.status ?? [])].sort(inOrderOf(SETS[name])).join(),
  );

  const filters = [
    ...(search.status && !chosenSet
      ? [
          {
            name: t.status,
            value: search.status.map((status) => words[status]).join(", "),
            onRemove: () => set({ status: undefined }),
          },
        ]
      : []),
    ...(search.process
      ? [
          {
            name: t.process,
            value: names.get(search.process) ?? search.process,
            onRemove: () => set({ process: undefined }),
          },
        ]
      : []),
    ...(search.key ? [{ name: t.key, value: search.key, onRemove: () => set({ key: undefined }) }] : []),
    ...(search.step
      ? [
          {
            name: t.step,
            value: search.step === NONE ? t.nowhere : search.step,
            onRemove: () => set({ step: undefined }),
          },
        ]
      : []),
    ...(search.code
      ? [
          {
            name: t.code,
            value: search.code === NONE ? t.noCode : search.code,
            onRemove: () => set({ code: undefined }),
          },
        ]
      : []),
    ...(search.since
      ? [
          {
            name: span ? t.since : t.from,
            value: span ? t[span] : time(search.since),
            onRemove: () => set({ since: undefined }),
          },
        ]
      : []),
    ...(search.until
      ? [{ name: t.until, value: time(search.until), onRemove: () => set({ until: undefined }) }]
      : []),
  ];
  const filtered = filters.length > 0 || search.status !== undefined;
  const shown = search.cols ?? USUAL;
  const all = columns(t, names);

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
      <Group gap="xs">
        <Toggles
          label={t.status}
          value={chosenSet ?? null}
          onChange={(name) => set({ status: SETS[name] && [...SETS[name]] })}
          options={[
            { value: "all", label: t.all },
            { value: "attention", label: t.attention },
            { value: "live", label: t.live },
            { value: "ended", label: t.ended },
          ]}
        />
        <Select
          aria-label={t.process}
          placeholder={t.anyProcess}
          data={[...names].map(([value, label]) => ({ value, label }))}
          value={search.process ?? null}
          onChange={(process) => set({ process: process ?? undefined })}
          searchable
          clearable
          w={220}
        />
        <Select
          aria-label={t.since}
          placeholder={t.any}
          data={SPANS.map((value) => ({ value, label: t[value] }))}
          value={span ?? null}
          onChange={(since) => set({ since: SPANS.find((span) => span === since), until: undefined })}
          clearable
          w={130}
        />
        <SearchInput
          label={t.filterKey}
          value={search.key}
          onChange={(key) => set({ key }, true)}
          width={200}
        />
        <div style={{ flex: 1 }} />
        <ColumnsMenu
          columns={COLUMNS.map((key) => ({ key, title: t[key] }))}
          shown={shown}
          onChange={(cols) =>
            void navigate({
              search: (now) => ({ ...now, cols: cols.join() === USUAL.join() ? undefined : cols }),
              replace: true,
            })
          }
        />
      </Group>
      <FilterChips filters={filters} onClear={clear} />
      <Panel flush>
        <Reading of={list.page} skeleton={<Skeletons rows={14} height={32} />}>
          {(page) =>
            list.rows.length === 0 ? (
              filtered || search.cursor ? (
                <NoneMatch onClear={clear} />
              ) : (
                <Empty title={t.none} action={mayStart && <LinkButton to="/start">{t.start}</LinkButton>}>
                  {t.noneWhy}
                </Empty>
              )
            ) : (
              <>
                <DataTable
                  label={t.title}
                  rows={list.rows}
                  rowKey={rowKey}
                  rowName={(run) => t.row(names.get(run.process) ?? run.process, run.business_key ?? run.id)}
                  columns={[...all.filter(({ key }) => shown.includes(key)), actionsColumn()]}
                  link={{
                    column: shown.includes("process")
                      ? "process"
                      : (all.find(({ key }) => shown.includes(key))?.key ?? ""),
                    to: (run) => ({ to: "/runs/$id", params: { id: run.id } }),
                  }}
                  second={(run) =>
                    run.last_error && (run.status === "incident" || run.status === "failed")
                      ? run.last_error
                      : null
                  }
                  stale={(run) => list.gone.has(run.id)}
                />
                <TableFoot
                  rows={list.rows.length}
                  cursor={search.cursor}
                  next={page.next_cursor}
                  onCursor={(cursor) => void navigate({ search: (now) => ({ ...now, cursor }) })}
                />
              </>
            )
          }
        </Reading>
      </Panel>
    </Page>
  );
}

/** Sorts words as `order` has them, so that two equal sets read the same. */
function inOrderOf(order: readonly string[] | undefined) {
  const place = (word: string) => order?.indexOf(word) ?? 0;
  return (a: string, b: string) => place(a) - place(b);
}
