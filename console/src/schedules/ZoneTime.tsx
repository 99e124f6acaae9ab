import { useNow } from "~/components/time/now";
import { formatDuration, formatTime } from "~/components/time/format";
import { Time, useZone } from "~/components/time/Time";
import { useLanguage, useTexts } from "~/texts";
import classes from "./Schedules.module.css";
import { texts } from "./texts";

/** A planned time by both clocks: the viewer's and, where that is another, the schedule's. */
export function ZoneTime({ at, zone }: { at: string; zone: string }) {
  const language = useLanguage();
  const mine = useZone();
  const now = useNow("minute");
  return (
    <span className={classes.both}>
      <Time at={at} zone={zone} />
      {zone !== mine && (
        <span className={classes.dim}>
          {formatTime(new Date(at), new Date(now), zone, language)} {zone}
        </span>
      )}
    </span>
  );
}

/** How long until a planned time; beside the time, never instead of it. */
export function Until({ at }: { at: string }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const now = useNow("minute");
  const ms = Date.parse(at) - now;
  // To the minute: it does not tick.
  const minutes = Math.max(60_000, Math.round(ms / 60_000) * 60_000);
  const text = formatDuration(minutes, language).replace(/ 00 \S+$/, "");
  return <span className={classes.dim}>{ms <= 0 ? t.due : t.inTime(text)}</span>;
}
