import { ActionIcon, Loader, Menu, Tooltip } from "@mantine/core";
import {
  IconAlertCircle,
  IconDots,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconSlash,
} from "@tabler/icons-react";
import type { RunSummary } from "~/api";
import { useErrorText } from "~/components/states/ErrorNote";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";
import { texts } from "./texts";
import { useRunActions } from "./useRunActions";

/** Retry, Pause, Resume and Cancel of a row, and how that went. Nothing where neither can be used. */
export function RunActionsMenu({ run }: { run: RunSummary }) {
  const t = useTexts(common);
  const words = useTexts(texts);
  const { startRetry, startPause, startResume, askCancel, ...changes } = useRunActions(run);
  const errorText = useErrorText();
  const all = [changes.retry, changes.pause, changes.resume, changes.cancel];
  const error = all.find((change) => change.error)?.error;
  if (all.some((change) => change.isPending)) return <Loader size={14} aria-label={words.retrying} />;
  if (error) {
    const { text } = errorText(error);
    return (
      <Tooltip label={text} multiline w={320}>
        <ActionIcon
          size={24}
          color="red"
          aria-label={text}
          onClick={() => {
            for (const change of all) change.reset();
          }}
        >
          <IconAlertCircle size={16} />
        </ActionIcon>
      </Tooltip>
    );
  }
  if (!startRetry && !startPause && !startResume && !askCancel) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} aria-label={`${t.actions}: ${run.process} ${run.business_key ?? run.id}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {startRetry && (
          <Menu.Item leftSection={<IconRefresh size={16} />} onClick={startRetry}>
            {t.retry}
          </Menu.Item>
        )}
        {startPause && (
          <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={startPause}>
            {words.pause}
          </Menu.Item>
        )}
        {startResume && (
          <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={startResume}>
            {words.resume}
          </Menu.Item>
        )}
        {askCancel && (
          <Menu.Item leftSection={<IconSlash size={16} />} onClick={() => void askCancel()}>
            {words.cancelAct}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
