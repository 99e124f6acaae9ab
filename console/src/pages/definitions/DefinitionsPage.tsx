import { Group, Select } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { type LibraryEntry, read, useMay } from "~/api";
import { FilterChips } from "~/components/filters/FilterChips";
import { SearchInput } from "~/components/filters/SearchInput";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Empty, NoneMatch } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { Status } from "~/components/status/Status";
import { Above, type Column } from "~/components/table/DataTable";
import { PagedTable } from "~/components/table/PagedTable";
import { Time } from "~/components/time/Time";
import classes from "~/definitions/Definitions.module.css";
import { Live } from "~/definitions/Live";
import { texts } from "~/definitions/texts";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";
import { definitionsRoute } from "./route";

const PAGE = 100;
const LOOK_MS = 10_000;

/** `/definitions`: the latest version of every process, which runs are live and how the last one went. */
export function DefinitionsPage() {
  const t = useTexts(texts);
  const { q, group, cursor } = definitionsRoute.useSearch();
  const navigate = definitionsRoute.useNavigate();
  const mayDeploy = useMay("designer");
  const query = {
    limit: PAGE,
    activity: true,
    ...(q ? { q } : {}),
    ...(group ? { group } : {}),
    ...(cursor ? { cursor } : {}),
  };
  const definitions = useQuery({
    ...read("/api/v1/definitions", { params: { query } }),
    refetchInterval: LOOK_MS,
    placeholderData: keepPreviousData,
  });
  const groups = useGroups();
  const filter = (next: { q?: string | undefined; group?: string | undefined }) =>
    void navigate({ search: { q, group, ...next }, replace: true });
  const clear = () => void navigate({ search: {} });
  const deploy = mayDeploy && (
    <LinkButton to="/definitions/deploy" leftSection={<IconUpload size={16} />}>
      {t.deploy}
    </LinkButton>
  );
  const filters = [
    ...(q ? [{ name: t.find.replace(/ …$/, ""), value: q, onRemove: () => filter({ q: undefined }) }] : []),
    ...(group ? [{ name: t.group, value: group, onRemove: () => filter({ group: undefined }) }] : []),
  ];
  const columns = useColumns();
  return (
    <Page title={t.title} actions={deploy}>
      <Group gap="xs">
        <SearchInput label={t.find} value={q} onChange={(next) => filter({ q: next })} />
        {groups.length > 0 && (
          <Select
            aria-label={t.group}
            placeholder={t.anyGroup}
            data={groups}
            value={group ?? null}
            onChange={(next) => filter({ group: next ?? undefined })}
            clearable
            w={200}
          />
        )}
      </Group>
      <FilterChips filters={filters} onClear={clear} />
      <Panel flush>
        <Reading of={definitions} skeleton={<Skeletons rows={12} height={32} />}>
          {(page) =>
            page.items.length === 0 ? (
              filters.length > 0 || cursor ? (
                <NoneMatch onClear={clear} />
              ) : (
                <Empty title={t.none} action={deploy}>
                  {t.noneWhy}
                </Empty>
              )
            ) : (
              <PagedTable
                byName
                label={t.title}
                page={page}
                cursor={cursor}
                onCursor={(next) =>
                  void navigate({ search: { q, group, ...(next ? { cursor: next } : {}) } })
                }
                rowKey={({ key }) => key}
                rowName={({ name }) => name}
                columns={columns}
                link={{
                  column: "process",
                  to: ({ key, version }) => ({
                    to: "/definitions/$key/$version",
                    params: { key, version: String(version) },
                  }),
                }}
              />
            )
          }
        </Reading>
      </Panel>
    </Page>
  );
}

/** Every heading there is, whatever is filtered. */
function useGroups(): string[] {
  const all = useQuery(read("/api/v1/definitions", { params: { query: { limit: 500 } } }));
  return useMemo(
    () => [...new Set((all.data?.items ?? []).flatMap(({ group }) => group ?? []))].sort(),
    [all.data],
  );
}

function useColumns(): Column<LibraryEntry>[] {
  const t = useTexts(texts);
  const words = useTexts(common);
  return [
    { key: "process", title: t.process, cell: ({ name }) => name },
    { key: "key", title: t.key, width: 180, cell: ({ key }) => key },
    { key: "group", title: t.group, width: 120, cell: ({ group }) => group ?? "" },
    {
      key: "version",
      title: t.version,
      width: 72,
      align: "right",
      cell: ({ version }) => words.version(version),
    },
    {
      key: "live",
      title: t.live,
      width: 140,
      cell: ({ key, activity }) =>
        activity && (
          <Above>
            <Live of={activity.live} process={key} />
          </Above>
        ),
    },
    {
      key: "last",
      title: t.lastRun,
      width: 240,
      cell: ({ activity }) =>
        activity?.last_run ? (
          <Above>
            <Link to="/runs/$id" params={{ id: activity.last_run.id }} className={classes.last}>
              <Status of={activity.last_run.status} />
              <Time at={activity.last_run.created_at} />
            </Link>
          </Above>
        ) : (
          <span className={classes.dim}>{t.neverRan}</span>
        ),
    },
    {
      key: "deployed",
      title: t.deployed,
      width: 110,
      cell: ({ deployed_at: at }) => (
        <Above>
          <Time at={at} />
        </Above>
      ),
    },
  ];
}
