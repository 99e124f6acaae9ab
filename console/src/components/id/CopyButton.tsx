import { ActionIcon, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy, IconLink } from "@tabler/icons-react";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";

/** Copies `value`; says so where it was pressed. `label` tells what is copied, `link` that it is an address. */
export function CopyButton({
  value,
  label,
  link,
}: {
  value: string | (() => string);
  label?: string;
  link?: boolean;
}) {
  const t = useTexts(common);
  const clipboard = useClipboard({ timeout: 1500 });
  const Picture = link ? IconLink : IconCopy;
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
        {clipboard.copied ? <IconCheck size={14} /> : <Picture size={14} />}
      </ActionIcon>
    </Tooltip>
  );
}
