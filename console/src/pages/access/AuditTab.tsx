import { Button, Code, Group, Select } from "@mantine/core";
import { IconCheck, IconCircleX, IconDownload, IconHelp, IconHandStop } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { type AuditEntry, read, serverClock } from "~/api";
import { FilterChips } from "~/components/filters/FilterChips";
import { SearchInput } from "~/components/filters/SearchInput";
import { Id, shortId } from "~/components/id/Id";
import { Panel } from "~/components/panel/Panel";
import { NoneMatch } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { Tinted } from "~/components/status/Tinted";
import type { Column } from "~/components/table/DataTable";
import { PagedTable } from "~/components/table/PagedTable";
import { Time } from "~/components/time/Time";
import { stringifySearch } from "~/search";
import { useTexts } from "~/texts";
import { accessRoute, OUTCOMES, SPANS } from "./route";
import { texts } from "./texts";

const PAGE = 50;
const SPAN_MS = { "1h": 3_600_000, "24h": 86_400_000, "7d": 604_800_000, "30d": 2_592_000_000 } as const;
const TEXTS = ["who", "action", "object"] as const;
const LOOKS = {
  done: { as: "completed", icon: IconCheck },
  refused: { as: "incident", icon: IconHandStop },
  failed: { as: "failed", icon: IconCircleX },
  unknown: { as: "cancelled", icon: IconHelp },
} as const;

export function AuditTab() {
  const t = useTexts(texts);
  const search = accessRoute.useSearch();
  const navigate = accessRoute.useNavigate();
  const { who, action, object, outcome, since, cursor } = search;
  // From a whole minute on: the same query for everybody who looks.
  const from = useMemo(
    () => since && new Date(Math.floor((serverClock.now() - SPAN_MS[since]) / 60_000) * 60_000).toISOString(),
    [since],
  );
  const filter = {
    ...(who ? { who } : {}),
    ...(action ? { action } : {}),
    ...(object ? { object } : {}),
    ...(outcome ? { outcome } : {}),
    ...(from ? { since: from } : {}),
  };
  const query = { limit: PAGE, ...filter, ...(cursor ? { cursor } : {}) };
  const entries = useQuery(read("/api/v1/audit", { params: { query } }));
  const set = (change: Partial<typeof search>, replace = false) =>
    void navigate({ search: (now) => ({ ...now, cursor: undefined, ...change }), replace });
  const clear = () => void navigate({ search: { tab: "audit" } });
  const filters = [
    ...TEXTS.flatMap((name) => {
      const value = search[name];
      return value ? [{ name: t[name], value, onRemove: () => set({ [name]: undefined }) }] : [];
    }),
    ...(outcome
      ? [{ name: t.outcome, value: t.outcomes[outcome], onRemove: () => set({ outcome: undefined }) }]
      : []),
    ...(since ? [{ name: t.since, value: t[since], onRemove: () => set({ since: undefined }) }] : []),
  ];
  return (
    <>
      <Group gap="xs" mb="sm">
        <SearchInput
          label={t.filterWho}
          value={who}
          onChange={(next) => set({ who: next }, true)}
          width={150}
        />
        <SearchInput
          label={t.filterAction}
          value={action}
          onChange={(next) => set({ action: next }, true)}
          width={170}
        />
        <SearchInput
          label={t.filterObject}
          value={object}
          onChange={(next) => set({ object: next }, true)}
          width={150}
        />
        <Select
          aria-label={t.outcome}
          placeholder={t.anyOutcome}
          data={OUTCOMES.map((value) => ({ value, label: t.outcomes[value] }))}
          value={outcome ?? null}
          onChange={(next) => set({ outcome: OUTCOMES.find((known) => known === next) })}
          clearable
          w={150}
        />
        <Select
          aria-label={t.since}
          placeholder={t.any}
          data={SPANS.map((value) => ({ value, label: t[value] }))}
          value={since ?? null}
          onChange={(next) => set({ since: SPANS.find((known) => known === next) })}
          clearable
          w={110}
        />
        <div style={{ flex: 1 }} />
        <Export format="csv" filter={filter} label={t.exportCsv} />
        <Export format="ndjson" filter={filter} label={t.exportJson} />
      </Group>
      <FilterChips filters={filters} onClear={clear} />
      <Panel flush>
        <Reading of={entries} skeleton={<Skeletons rows={14} height={32} />}>
          {(page) =>
            page.items.length === 0 ? (
              <NoneMatch onClear={clear} />
            ) : (
              <PagedTable
                label={t.audit}
                page={page}
                cursor={cursor}
                onCursor={(next) => void navigate({ search: (now) => ({ ...now, cursor: next }) })}
                rowKey={({ id }) => id}
                rowName={(entry) => `${entry.who} ${entry.action}`}
                columns={columns(t)}
              />
            )
          }
        </Reading>
      </Panel>
    </>
  );
}

function columns(t: (typeof texts)["en"]): Column<AuditEntry>[] {
  return [
    { key: "at", title: t.at, width: 120, cell: ({ at }) => <Time at={at} /> },
    { key: "who", title: t.who, width: 180, cell: ({ who }) => who },
    { key: "action", title: t.action, width: 200, cell: ({ action }) => <Code>{action}</Code> },
    { key: "object", title: t.object, cell: ({ object }) => <Thing of={object} /> },
    {
      key: "outcome",
      title: t.outcome,
      width: 120,
      cell: ({ outcome }) => <Tinted {...LOOKS[outcome]} word={t.outcomes[outcome]} />,
    },
    { key: "answer", title: t.answer, width: 84, align: "right", cell: ({ status }) => status },
    { key: "address", title: t.address, width: 130, cell: ({ address }) => address },
    { key: "request", title: t.request, width: 110, cell: (entry) => <Id of={entry.request_id} /> },
  ];
}

/** What it was done to; a run leads to the run. */
function Thing({ of }: { of: string }) {
  const [kind, id] = of.split("/");
  if (kind !== "runs" || !id) return of;
  return (
    <Link to="/runs/$id" params={{ id }}>
      runs/..{shortId(id)}
    </Link>
  );
}

/** The same entries as the list, as a file. */
function Export(props: { format: string; filter: Record<string, string>; label: string }) {
  const search = stringifySearch({ format: props.format, ...props.filter });
  return (
    <Button
      component="a"
      variant="default"
      href={`/api/v1/audit/export${search}`}
      download
      leftSection={<IconDownload size={16} />}
    >
      {props.label}
    </Button>
  );
}
