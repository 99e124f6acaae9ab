import { Select } from "@mantine/core";
import { type Role, ROLES, useSession } from "~/api";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** One of the roles, with what each may do; at most the viewer's own. */
export function RoleSelect({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const t = useTexts(texts);
  const { role: mine } = useSession();
  const roles = ROLES.slice(0, ROLES.indexOf(mine) + 1);
  return (
    <Select
      label={t.role}
      description={t.roleMeans[value]}
      data={roles.map((role) => ({ value: role, label: t.roles[role] }))}
      value={value}
      allowDeselect={false}
      onChange={(next) => {
        const role = ROLES.find((known) => known === next);
        if (role) onChange(role);
      }}
    />
  );
}
