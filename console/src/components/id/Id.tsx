import { Tooltip, UnstyledButton } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";
import classes from "./Id.module.css";

/**
 * An id by its last 8 characters (the first 8 of a UUIDv7 are the clock, the same for a minute); a click copies all.
 *
 * ```tsx
 * <Id of={run.id} />  // ..7f3a9c21
 * ```
 */
export function Id({ of }: { of: string }) {
  const t = useTexts(common);
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <Tooltip label={clipboard.copied ? t.copied : of}>
      <UnstyledButton
        className={classes.id}
        aria-label={`${t.copy} ..${shortId(of)}`}
        onClick={() => clipboard.copy(of)}
      >
        ..{shortId(of)}
      </UnstyledButton>
    </Tooltip>
  );
}

/** The last 8 characters. */
export function shortId(id: string): string {
  return id.slice(-8);
}
