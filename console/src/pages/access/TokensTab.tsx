import { Button, Code, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconCircleCheck, IconCircleMinus, IconClockX, IconKey } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  type ApiToken,
  read,
  type Role,
  send,
  serverClock,
  useChange,
  useConnectionLost,
  useMay,
} from "~/api";
import { useConfirm } from "~/components/confirm/Confirm";
import { CopyButton } from "~/components/id/CopyButton";
import { Report } from "~/components/report/Report";
import { Empty } from "~/components/states/Empty";
import { Tinted } from "~/components/status/Tinted";
import type { Column } from "~/components/table/DataTable";
import { Time } from "~/components/time/Time";
import { useTexts } from "~/texts";
import { ActDialog } from "~/components/dialog/ActDialog";
import { AccessList, usePageQuery } from "./AccessList";
import { RoleSelect } from "./RoleSelect";
import { texts } from "./texts";

const REFRESH = ["/api/v1/tokens"] as const;
const DAY_MS = 86_400_000;
const DAYS = ["30", "90", "365", "never"] as const;
const LOOKS = {
  active: { as: "completed", icon: IconCircleCheck },
  expired: { as: "suspended", icon: IconClockX },
  revoked: { as: "cancelled", icon: IconCircleMinus },
} as const;

export function TokensTab() {
  const t = useTexts(texts);
  const offline = useConnectionLost() !== null;
  const confirm = useConfirm();
  const [making, setMaking] = useState(false);
  const tokens = useQuery(read("/api/v1/tokens", { params: { query: usePageQuery() } }));
  const revoke = useChange(
    (id: string) => send("delete", "/api/v1/tokens/{id}", { params: { path: { id } } }),
    { refresh: [...REFRESH] },
  );
  const ask = async ({ id, name }: ApiToken) => {
    const question = {
      title: t.revokeTitle(name),
      body: t.revokeMeans,
      act: t.revokeOf(name),
      keep: t.keepThem,
      dangerous: true,
    };
    if (await confirm(question)) revoke.mutate(id);
  };
  const columns: Column<ApiToken>[] = [
    { key: "name", title: t.name, cell: ({ name }) => name },
    {
      key: "state",
      title: t.state,
      width: 120,
      cell: ({ status }) => <Tinted {...LOOKS[status]} word={t.tokenStates[status]} />,
    },
    { key: "prefix", title: t.prefix, width: 120, cell: ({ prefix }) => <Code>{prefix}</Code> },
    { key: "role", title: t.role, width: 130, cell: ({ role }) => t.roles[role] },
    { key: "user", title: t.ofUser, width: 140, cell: ({ user }) => user ?? t.nobody },
    {
      key: "expires",
      title: t.expires,
      width: 140,
      cell: ({ expires_at: at }) => (at ? <Time at={at} /> : t.days.never),
    },
    {
      key: "used",
      title: t.lastUsed,
      width: 130,
      cell: ({ last_used_at: at }) => (at ? <Time at={at} /> : t.never),
    },
    {
      key: "actions",
      title: "",
      width: 110,
      align: "right",
      cell: (token) =>
        token.status === "active" && (
          <Button
            size="compact-xs"
            variant="default"
            disabled={offline || revoke.isPending}
            aria-label={t.revokeOf(token.name)}
            onClick={() => void ask(token)}
          >
            {t.revoke}
          </Button>
        ),
    },
  ];
  return (
    <>
      <Report of={revoke} />
      <AccessList
        label={t.tokens}
        tools={
          <Button leftSection={<IconKey size={16} />} onClick={() => setMaking(true)}>
            {t.newToken}
          </Button>
        }
        of={tokens}
        columns={columns}
        rowName={({ name }) => name}
        empty={
          <Empty title={t.noTokens} icon={IconKey}>
            {t.noTokensWhy}
          </Empty>
        }
      />
      {making && <NewToken onClose={() => setMaking(false)} />}
    </>
  );
}

/** Asks what the token may, then shows it: once, and never by accident away. */
function NewToken({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts);
  const administrator = useMay("administrator");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [user, setUser] = useState<string | null>(null);
  const [days, setDays] = useState<(typeof DAYS)[number]>("90");
  const users = useQuery({
    ...read("/api/v1/users", { params: { query: { limit: 500 } } }),
    enabled: administrator,
  });
  const create = useChange(
    () =>
      send("post", "/api/v1/tokens", {
        body: {
          name,
          role,
          ...(user ? { user } : {}),
          ...(days === "never"
            ? {}
            : { expires_at: new Date(serverClock.now() + Number(days) * DAY_MS).toISOString() }),
        },
      }),
    { refresh: [...REFRESH] },
  );
  if (create.data) {
    const { token } = create.data;
    return (
      <Modal
        opened
        onClose={onClose}
        title={create.data.name}
        closeOnClickOutside={false}
        closeOnEscape={false}
        withCloseButton={false}
      >
        <Stack gap="sm">
          <Text size="sm">{t.tokenIs}</Text>
          <Group gap="xs" wrap="nowrap">
            <Code block style={{ overflowWrap: "anywhere", whiteSpace: "normal" }}>
              {token}
            </Code>
            <CopyButton value={token} />
          </Group>
          <Group justify="flex-end">
            <Button onClick={onClose}>{t.tokenCopied}</Button>
          </Group>
        </Stack>
      </Modal>
    );
  }
  return (
    <ActDialog
      keep={t.cancel}
      title={t.newToken}
      act={t.createToken}
      of={create}
      ready={name !== ""}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      <TextInput
        label={t.name}
        description={t.nameRule}
        data-autofocus
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.currentTarget.value.trim())}
      />
      <RoleSelect value={role} onChange={setRole} />
      {administrator && (
        <Select
          label={t.ofUser}
          placeholder={t.nobody}
          data={(users.data?.items ?? []).map((one) => one.name)}
          value={user}
          onChange={setUser}
          clearable
          searchable
        />
      )}
      <Select
        label={t.expires}
        data={DAYS.map((value) => ({ value, label: t.days[value] }))}
        value={days}
        allowDeselect={false}
        onChange={(next) => setDays(DAYS.find((known) => known === next) ?? "90")}
      />
    </ActDialog>
  );
}
