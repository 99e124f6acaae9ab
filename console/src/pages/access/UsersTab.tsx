import { ActionIcon, Button, Loader, Menu, PasswordInput, Select, TextInput } from "@mantine/core";
import { IconCircleCheck, IconCircleMinus, IconDots, IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { read, type Role, ROLES, send, useChange, useConnectionLost, useSession, type User } from "~/api";
import { useConfirm } from "~/components/confirm/Confirm";
import { Report } from "~/components/report/Report";
import { Tinted } from "~/components/status/Tinted";
import type { Column } from "~/components/table/DataTable";
import { Time } from "~/components/time/Time";
import { useTexts } from "~/texts";
import { ActDialog } from "~/components/dialog/ActDialog";
import { AccessList, usePageQuery } from "./AccessList";
import { RoleSelect } from "./RoleSelect";
import { texts } from "./texts";

const REFRESH = ["/api/v1/users", "/api/v1/tokens"] as const;
const LEAST_PASSWORD = 10;

/** What a person can change of another, and what is said of it above the list. */
function useUserChanges() {
  const path = (user: string) => ({ params: { path: { user } } });
  const change = useChange(
    ({ user, ...body }: { user: string; role?: Role; active?: boolean }) =>
      send("patch", "/api/v1/users/{user}", { ...path(user), body }),
    { refresh: [...REFRESH] },
  );
  const remove = useChange((user: string) => send("delete", "/api/v1/users/{user}", path(user)), {
    refresh: [...REFRESH],
  });
  return { change, remove };
}
type Changes = ReturnType<typeof useUserChanges>;

export function UsersTab() {
  const t = useTexts(texts);
  const { name: me } = useSession();
  const [dialog, setDialog] = useState<"new" | { password: string }>();
  const [said, setSaid] = useState<string>();
  const users = useQuery(read("/api/v1/users", { params: { query: usePageQuery() } }));
  const changes = useUserChanges();
  const columns: Column<User>[] = [
    {
      key: "name",
      title: t.name,
      cell: ({ name }) => (me === `user:${name}` ? `${name} (${t.you})` : name),
    },
    {
      key: "role",
      title: t.role,
      width: 180,
      cell: (user) => <RoleCell user={user} changes={changes} />,
    },
    {
      key: "state",
      title: t.state,
      width: 130,
      cell: ({ active }) =>
        active ? (
          <Tinted as="completed" icon={IconCircleCheck} word={t.active} />
        ) : (
          <Tinted as="cancelled" icon={IconCircleMinus} word={t.inactive} />
        ),
    },
    {
      key: "seen",
      title: t.lastSeen,
      width: 140,
      cell: ({ last_seen_at: at }) => (at ? <Time at={at} /> : t.never),
    },
    { key: "made", title: t.made, width: 140, cell: (user) => <Time at={user.created_at} /> },
    { key: "by", title: t.madeBy, width: 180, cell: (user) => user.created_by },
    {
      key: "actions",
      title: "",
      width: 44,
      align: "right",
      cell: (user) => (
        <UserMenu
          user={user}
          changes={changes}
          onPassword={() => {
            setSaid(undefined);
            setDialog({ password: user.name });
          }}
        />
      ),
    },
  ];
  return (
    <>
      <Report of={changes.change} />
      <Report of={changes.remove} />
      {said && <Report of={{ isPending: false, isSuccess: true, error: null }} done={said} />}
      <AccessList
        label={t.users}
        tools={
          <Button leftSection={<IconUserPlus size={16} />} onClick={() => setDialog("new")}>
            {t.newUser}
          </Button>
        }
        of={users}
        columns={columns}
        rowName={({ name }) => name}
        byName
        empty={null}
      />
      {dialog === "new" && <NewUser onClose={() => setDialog(undefined)} />}
      {typeof dialog === "object" && (
        <Password
          user={dialog.password}
          mine={me === `user:${dialog.password}`}
          onDone={() => {
            setSaid(t.passwordSet(dialog.password));
            setDialog(undefined);
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}

function RoleCell({ user, changes: { change } }: { user: User; changes: Changes }) {
  const t = useTexts(texts);
  const confirm = useConfirm();
  const offline = useConnectionLost() !== null;
  const ask = async (role: Role) => {
    const word = t.roles[role];
    const question = {
      title: t.giveRole(user.name, word),
      body: t.giveRoleMeans,
      act: t.giveRoleAct(word),
      keep: t.keepRole,
    };
    if (await confirm(question)) change.mutate({ user: user.name, role });
  };
  return (
    <Select
      size="xs"
      variant="unstyled"
      aria-label={t.roleOf(user.name)}
      data={ROLES.map((value) => ({ value, label: t.roles[value] }))}
      value={user.role}
      allowDeselect={false}
      disabled={offline}
      onChange={(next) => {
        const role = ROLES.find((known) => known === next);
        if (role && role !== user.role) void ask(role);
      }}
    />
  );
}

function UserMenu({
  user: { name, active },
  changes: { change, remove },
  onPassword,
}: {
  user: User;
  changes: Changes;
  onPassword: () => void;
}) {
  const t = useTexts(texts);
  const confirm = useConfirm();
  const offline = useConnectionLost() !== null;
  if (change.isPending && change.variables.user === name) return <Loader size={14} />;
  const askDeactivate = async () => {
    const question = {
      title: t.deactivateTitle(name),
      body: t.deactivateMeans,
      act: t.deactivateAct(name),
      keep: t.keepUser,
      dangerous: true,
    };
    if (await confirm(question)) change.mutate({ user: name, active: false });
  };
  const askDelete = async () => {
    const question = {
      title: t.deleteTitle(name),
      body: t.deleteMeans,
      act: t.deleteAct(name),
      keep: t.keepThem,
      dangerous: true,
    };
    if (await confirm(question)) remove.mutate(name);
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} aria-label={t.actionsOf(name)} disabled={offline}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onPassword}>{t.setPassword} …</Menu.Item>
        {active ? (
          <Menu.Item onClick={() => void askDeactivate()}>{t.deactivate} …</Menu.Item>
        ) : (
          <Menu.Item onClick={() => change.mutate({ user: name, active: true })}>{t.activate}</Menu.Item>
        )}
        <Menu.Item onClick={() => void askDelete()}>{t.delete} …</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function NewUser({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [role, setRole] = useState<Role>("operator");
  const create = useChange(() => send("post", "/api/v1/users", { body: { name, password, role } }), {
    refresh: [...REFRESH],
    onSuccess: onClose,
  });
  return (
    <ActDialog
      keep={t.cancel}
      title={t.newUser}
      act={t.createUser}
      of={create}
      ready={name !== "" && password.length >= LEAST_PASSWORD}
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
      <PasswordInput
        label={t.password}
        description={t.passwordRule}
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <RoleSelect value={role} onChange={setRole} />
    </ActDialog>
  );
}

function Password(props: { user: string; mine: boolean; onDone: () => void; onClose: () => void }) {
  const t = useTexts(texts);
  const [password, setPassword] = useState("");
  const [old, setOld] = useState("");
  const set = useChange(
    () =>
      send("put", "/api/v1/users/{user}/password", {
        params: { path: { user: props.user } },
        body: { password, ...(props.mine ? { old_password: old } : {}) },
      }),
    { onSuccess: props.onDone },
  );
  return (
    <ActDialog
      keep={t.cancel}
      title={t.setPasswordOf(props.user)}
      act={t.setPassword}
      of={set}
      ready={password.length >= LEAST_PASSWORD && (!props.mine || old !== "")}
      onSubmit={() => set.mutate()}
      onClose={props.onClose}
    >
      {props.mine && (
        <PasswordInput
          label={t.oldPassword}
          autoComplete="current-password"
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
        />
      )}
      <PasswordInput
        label={t.password}
        description={t.passwordRule}
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
