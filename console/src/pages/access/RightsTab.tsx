import { Autocomplete, Button, Select, Text } from "@mantine/core";
import { IconLockAccess } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type ProcessGrant, read, ROLES, send, useChange, useConnectionLost } from "~/api";
import { useConfirm } from "~/components/confirm/Confirm";
import { Report } from "~/components/report/Report";
import { Empty } from "~/components/states/Empty";
import type { Column } from "~/components/table/DataTable";
import { Time } from "~/components/time/Time";
import { useTexts } from "~/texts";
import { ActDialog } from "~/components/dialog/ActDialog";
import { AccessList, usePageQuery } from "./AccessList";
import { texts } from "./texts";

const REFRESH = ["/api/v1/process-rights"] as const;
const RIGHTS = ["see", "start", "operate"] as const;
const KINDS = ["role", "user", "token"] as const;

export function RightsTab() {
  const t = useTexts(texts);
  const offline = useConnectionLost() !== null;
  const confirm = useConfirm();
  const [giving, setGiving] = useState(false);
  const rights = useQuery(read("/api/v1/process-rights", { params: { query: usePageQuery() } }));
  const takeBack = useChange(
    (id: string) => send("delete", "/api/v1/process-rights/{id}", { params: { path: { id } } }),
    { refresh: [...REFRESH] },
  );
  const nameOf = (grant: ProcessGrant) =>
    `${grant.process}, ${t.rightWords[grant.right]}, ${grant.user ?? grant.token ?? grant.role ?? ""}`;
  const ask = async (grant: ProcessGrant) => {
    const question = {
      title: t.takeBackTitle(nameOf(grant)),
      body: t.takeBackMeans,
      act: t.takeBack,
      keep: t.keepThem,
      dangerous: true,
    };
    if (await confirm(question)) takeBack.mutate(grant.id);
  };
  const columns: Column<ProcessGrant>[] = [
    { key: "process", title: t.process, cell: ({ process }) => process },
    { key: "right", title: t.right, width: 230, cell: ({ right }) => t.rightWords[right] },
    {
      key: "kind",
      title: t.kind,
      width: 180,
      cell: ({ user, token }) => t.kinds[user ? "user" : token ? "token" : "role"],
    },
    {
      key: "whom",
      title: t.whom,
      width: 180,
      cell: ({ user, token, role }) => user ?? token ?? (role && t.roles[role]),
    },
    { key: "at", title: t.at, width: 130, cell: (grant) => <Time at={grant.created_at} /> },
    { key: "by", title: t.madeBy, width: 160, cell: (grant) => grant.created_by },
    {
      key: "actions",
      title: "",
      width: 110,
      align: "right",
      cell: (grant) => (
        <Button
          size="compact-xs"
          variant="default"
          disabled={offline || takeBack.isPending}
          aria-label={t.takeBackOf(nameOf(grant))}
          onClick={() => void ask(grant)}
        >
          {t.takeBack}
        </Button>
      ),
    },
  ];
  return (
    <>
      <Report of={takeBack} />
      <AccessList
        label={t.rights}
        tools={
          <Button leftSection={<IconLockAccess size={16} />} onClick={() => setGiving(true)}>
            {t.newRight}
          </Button>
        }
        of={rights}
        columns={columns}
        rowName={nameOf}
        empty={
          <Empty title={t.noRights} icon={IconLockAccess}>
            {t.noRightsWhy}
          </Empty>
        }
      />
      {giving && <NewRight onClose={() => setGiving(false)} />}
    </>
  );
}

function NewRight({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts);
  const [process, setProcess] = useState("");
  const [right, setRight] = useState<(typeof RIGHTS)[number]>("see");
  const [kind, setKind] = useState<(typeof KINDS)[number]>("role");
  const [whom, setWhom] = useState<string>("");
  const most = { params: { query: { limit: 500 } } };
  const definitions = useQuery(read("/api/v1/definitions", most));
  const users = useQuery({ ...read("/api/v1/users", most), enabled: kind === "user" });
  const tokens = useQuery({ ...read("/api/v1/tokens", most), enabled: kind === "token" });
  const role = ROLES.find((known) => known === whom);
  const give = useChange(
    () =>
      send("post", "/api/v1/process-rights", {
        body: {
          process,
          right,
          ...(kind === "role" ? (role ? { role } : {}) : { [kind]: whom }),
        },
      }),
    { refresh: [...REFRESH], onSuccess: onClose },
  );
  const people = {
    role: ROLES.map((value) => ({ value: value as string, label: t.roles[value] })),
    user: (users.data?.items ?? []).map(({ name }) => ({ value: name, label: name })),
    token: (tokens.data?.items ?? [])
      .filter(({ status }) => status === "active")
      .map(({ name }) => ({ value: name, label: name })),
  };
  return (
    <ActDialog
      keep={t.cancel}
      title={t.newRight}
      act={t.giveRight}
      of={give}
      ready={process !== "" && whom !== ""}
      onSubmit={() => give.mutate()}
      onClose={onClose}
    >
      <Autocomplete
        label={t.process}
        data-autofocus
        data={(definitions.data?.items ?? []).map(({ key }) => key)}
        value={process}
        onChange={setProcess}
      />
      <Select
        label={t.right}
        data={RIGHTS.map((value) => ({ value, label: t.rightWords[value] }))}
        value={right}
        allowDeselect={false}
        onChange={(next) => setRight(RIGHTS.find((known) => known === next) ?? "see")}
      />
      <Select
        label={t.kind}
        data={KINDS.map((value) => ({ value, label: t.kinds[value] }))}
        value={kind}
        allowDeselect={false}
        onChange={(next) => {
          setKind(KINDS.find((known) => known === next) ?? "role");
          setWhom("");
        }}
      />
      <Select
        label={t.whom}
        data={people[kind]}
        value={whom || null}
        searchable
        onChange={(next) => setWhom(next ?? "")}
      />
      <Text size="xs" c="dimmed">
        {t.giveMeans}
      </Text>
    </ActDialog>
  );
}
