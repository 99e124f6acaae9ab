import { Button, Group, Select } from "@mantine/core";
import { IconCheck, IconCircleX, IconDownload, IconHelp, IconHandStop } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { type AuditEntry, read, serverClock } from "~/api";
import { FilterChips } from "~/components/filters/FilterChips";
import { SearchInput } from "~/components/filters/SearchInput";
import { Id, shortId } from "~/components/id/Id";
import { Empty, NoneMatch } from "~/components/states/Empty";
import { Tinted } from "~/components/status/Tinted";
import type { Column } from "~/components/table/DataTable";
import { Time } from "~/components/time/Time";
import { stringifySearch } from "~/search";
import { useTexts } from "~/texts";
import { AccessList, usePageQuery } from "./AccessList";
import { actions } from "./actions";
import { accessRoute, OUTCOMES, SPANS } from "./route";
import { texts } from "./texts";

const SPAN_MS = { "1h": 3_600_000, "24h": 86_400_000, "7d": 604_800_000, "30d": 2_592_000_000 } as const;
const TEXTS = ["who", "object"] as const;
const LOOKS = {
  done: { as: "completed", icon: IconCheck },
  refused: { as: "incident", icon: IconHandStop },
  failed: { as: "failed", icon: IconCircleX },
  unknown: { as: "cancelled", icon: IconHelp },
} as const;

export function AuditTab() {
  const t = useTexts(texts);
  const words = useTexts(actions);
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
  const query = { ...usePageQuery(), ...filter };
  const entries = useQuery(read("/api/v1/audit", { params: { query } }));
  const set = (change: Partial<typeof search>, replace = false) =>
    void navigate({ search: (now) => ({ ...now, cursor: undefined, ...change }), replace });
  const clear = () => void navigate({ search: { tab: "audit" } });
  const filters = [
    ...TEXTS.flatMap((name) => {
      const value = search[name];
      return value ? [{ name: t[name], value, onRemove: () => set({ [name]: undefined }) }] : [];
    }),
    ...(action
      ? [{ name: t.action, value: actionWord(words, action), onRemove: () => set({ action: undefined }) }]
      : []),
    ...(outcome
      ? [{ name: t.outcome, value: t.outcomes[outcome], onRemove: () => set({ outcome: undefined }) }]
      : []),
    ...(since ? [{ name: t.since, value: t[since], onRemove: () => set({ since: undefined }) }] : []),
  ];
  const names: string[] = Object.keys(words);
  // What the service learnt after this page was made can be asked for by its address.
  const known = action && !names.includes(action) ? [...names, action] : names;
  return (
    <>
      <Group gap="xs" mb="sm">
        <SearchInput
          label={t.filterWho}
          value={who}
          onChange={(next) => set({ who: next }, true)}
          width={150}
        />
        <Select
          aria-label={t.action}
          placeholder={t.anyAction}
          data={known.map((value) => ({ value, label: actionWord(words, value) }))}
          value={action ?? null}
          onChange={(next) => set({ action: next ?? undefined })}
          searchable
          clearable
          w={220}
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
          w={170}
        />
        <Select
          aria-label={t.since}
          placeholder={t.any}
          data={SPANS.map((value) => ({ value, label: t[value] }))}
          value={since ?? null}
          onChange={(next) => set({ since: SPANS.find((known) => known === next) })}
          clearable
          w={125}
        />
        <div style={{ flex: 1 }} />
        <Export format="csv" word="CSV" filter={filter} label={t.exportCsv} />
        <Export format="ndjson" word="NDJSON" filter={filter} label={t.exportJson} />
      </Group>
      <FilterChips filters={filters} onClear={clear} />
      <AccessList
        label={t.audit}
        untitled
        of={entries}
        columns={columns(t, words)}
        rowName={(entry) => `${entry.who} ${actionWord(words, entry.action)}`}
        empty={filters.length > 0 || cursor ? <NoneMatch onClear={clear} /> : <Empty title={t.noEntries} />}
      />
    </>
  );
}

type Words = Readonly<Record<string, string>>;

/** An act in words; one without words by its name. */
function actionWord(words: Words, action: string): string {
  return words[action] ?? action;
}

function columns(t: (typeof texts)["en"], words: Words): Column<AuditEntry>[] {
  return [
    { key: "at", title: t.at, width: 112, cell: ({ at }) => <Time at={at} /> },
    { key: "who", title: t.who, width: 160, cell: ({ who }) => who },
    {
      key: "action",
      title: t.action,
      width: 216,
      cell: ({ action }) => <span title={action}>{actionWord(words, action)}</span>,
    },
    { key: "object", title: t.object, cell: ({ object }) => <Thing of={object} /> },
    {
      key: "outcome",
      title: t.outcome,
      width: 120,
      cell: ({ outcome }) => <Tinted {...LOOKS[outcome]} word={t.outcomes[outcome]} />,
    },
    { key: "answer", title: t.answer, width: 84, align: "right", cell: ({ status }) => status },
    { key: "address", title: t.address, width: 116, cell: ({ address }) => address },
    { key: "request", title: t.request, width: 110, cell: (entry) => <Id of={entry.request_id} /> },
  ];
}

/** What it was done to, as a link where it has a page. */
function Thing({ of }: { of: string }) {
  const [kind, id, inner, record] = of.split("/");
  if (!id) return of;
  switch (kind) {
    case "runs":
      return (
        <Link to="/runs/$id" params={{ id }}>
          runs/..{shortId(id)}
        </Link>
      );
    case "schedules":
      return (
        <Link to="/schedules/$id" params={{ id }}>
          schedules/..{shortId(id)}
        </Link>
      );
    case "connections":
      return (
        <Link to="/connections/$name" params={{ name: id }}>
          {of}
        </Link>
      );
    case "sections":
      return inner === "records" && record ? (
        <Link to="/s/$section/$record" params={{ section: id, record }} title={of}>
          {id}/..{shortId(record)}
        </Link>
      ) : (
        <Link to="/s/$section" params={{ section: id }}>
          {of}
        </Link>
      );
    default:
      return of;
  }
}

/** The same entries as the list, as a file. */
function Export(props: { format: string; word: string; filter: Record<string, string>; label: string }) {
  const search = stringifySearch({ format: props.format, ...props.filter });
  return (
    <Button
      component="a"
      variant="default"
      href={`/api/v1/audit/export${search}`}
      download
      aria-label={props.label}
      title={props.label}
      leftSection={<IconDownload size={16} />}
    >
      {props.word}
    </Button>
  );
}
