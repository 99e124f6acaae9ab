import { ActionIcon, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";

/** Copies `value`; says so where it was pressed. `label` tells what is copied. */
export function CopyButton({ value, label }: { value: string | (() => string); label?: string }) {
  const t = useTexts(common);
  const clipboard = useClipboard({ timeout: 1500 });
  const said = clipboard.copied ? t.copied : (label ?? t.copy);
  return (
    <Tooltip label={said}>
      <ActionIcon
        size={20}
        aria-label={said}
        onClick={(event) => {
          event.preventDefault();
          event.stopPropagation();
          clipboard.copy(typeof value === "string" ? value : value());
        }}
      >
        {clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      </ActionIcon>
    </Tooltip>
  );
}
