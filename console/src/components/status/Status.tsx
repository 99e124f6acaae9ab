import { useTexts } from "~/texts";
import type { RunStatus } from "~/api";
import classes from "./Status.module.css";
import { ICONS, texts } from "./statuses";

/**
 * How a run stands: icon, word and tint, the same everywhere; never colour alone. `reason` completes the word, so that
 * nobody reads a bare "Running" of a run that is trying for the fourth time.
 *
 * ```tsx
 * <Status of="incident" />                                      // ⚠ Needs attention
 * <Status of="running" reason="attempt 4 of 5, next in 40 s" /> // ▷ Running, attempt 4 of 5, next in 40 s
 * <Status of={run.status} large />                              // in a page's title
 * ```
 */
export function Status({ of, reason, large }: { of: RunStatus; reason?: string; large?: boolean }) {
  const t = useTexts(texts);
  const Icon = ICONS[of];
  return (
    <span className={`${classes.status} ${classes[of]} ${large ? classes.large : ""}`} data-status={of}>
      <Icon size={large ? 16 : 14} aria-hidden />
      <span className={classes.word}>{reason ? `${t[of]}, ${reason}` : t[of]}</span>
    </span>
  );
}
