import type { Icon } from "@tabler/icons-react";
import type { RunStatus } from "~/api";
import classes from "./Status.module.css";

/**
 * The look of {@link Status} for things that are no runs: a firing, a token, a user. Icon and word always; the tint is
 * borrowed from the status of runs that means the same.
 *
 * ```tsx
 * <Tinted as="suspended" icon={IconPlayerPause} word={t.paused} />
 * ```
 */
export function Tinted({
  as,
  icon: Picture,
  word,
  large,
}: {
  as: RunStatus;
  icon: Icon;
  word: string;
  large?: boolean;
}) {
  return (
    <span className={`${classes.status} ${classes[as]} ${large ? classes.large : ""}`}>
      <Picture size={large ? 16 : 14} aria-hidden />
      <span className={classes.word}>{word}</span>
    </span>
  );
}

/** The tint alone, for what has a shape of its own: `--status-text` and `--status-tint` of a status. */
export function tintClass(as: RunStatus): string {
  return classes[as] ?? "";
}

/** Only the icon on its tint, for strips of many; `word` is its name. */
export function TintedIcon({ as, icon: Picture, word }: { as: RunStatus; icon: Icon; word: string }) {
  return (
    <span className={`${classes.small} ${classes[as]}`} role="img" aria-label={word}>
      <Picture size={12} aria-hidden />
    </span>
  );
}
