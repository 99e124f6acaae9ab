import { ActionIcon, Checkbox, Popover, Stack, Tooltip } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { useTexts } from "~/texts";
import { texts } from "./texts";

type Choice = { key: string; title: string };

/**
 * Which columns a list shows. The choice is a list of keys in the address (`?cols=`), so a shared link looks the same;
 * `undefined` is the usual choice.
 */
export function ColumnsMenu({
  columns,
  shown,
  onChange,
}: {
  columns: readonly Choice[];
  shown: readonly string[];
  onChange: (keys: string[]) => void;
}) {
  const t = useTexts(texts);
  const toggle = (key: string) => {
    const keys = columns.map((column) => column.key);
    onChange(keys.filter((each) => (each === key ? !shown.includes(each) : shown.includes(each))));
  };
  return (
    <Popover position="bottom-end" shadow="md">
      <Popover.Target>
        <Tooltip label={t.columns}>
          <ActionIcon aria-label={t.columns} size={28}>
            <IconColumns3 size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={8}>
          {columns.map((column) => (
            <Checkbox
              key={column.key}
              size="xs"
              label={column.title}
              checked={shown.includes(column.key)}
              disabled={shown.length === 1 && shown.includes(column.key)}
              onChange={() => toggle(column.key)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
