import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { MenuItem } from "~/api";
import { useTexts } from "~/texts";
import classes from "./Sections.module.css";
import { useSay } from "./say";
import { texts } from "./texts";

/** The actions of a section or a record: what each does, and why one is not offered now. */
export function ActionsMenu({
  items,
  busy,
  off,
  onChoose,
}: {
  items: readonly MenuItem[];
  busy: boolean;
  /** Why none can be used. */
  off: string | undefined;
  onChoose: (item: MenuItem) => void;
}) {
  const t = useTexts(texts);
  const say = useSay();
  return (
    <Menu position="bottom-end" width={340}>
      <Menu.Target>
        <Button variant="default" loading={busy} rightSection={<IconChevronDown size={14} />}>
          {t.actions}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map((item) => {
          const why = off ?? (item.offered ? undefined : say(item, "reason") || t.notOffered);
          return (
            <Menu.Item
              key={item.key}
              disabled={why !== undefined}
              className={classes.item}
              color={item.destructive ? "red" : undefined}
              onClick={() => onChoose(item)}
            >
              <div>{say(item)}</div>
              <div className={classes.why}>{why ?? say(item, "description")}</div>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
