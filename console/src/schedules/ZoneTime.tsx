import { useNow } from "~/components/time/now";
import { formatDuration, formatTime } from "~/components/time/format";
import { Time, useZone } from "~/components/time/Time";
import { useLanguage, useTexts } from "~/texts";
import classes from "./Schedules.module.css";
import { texts } from "./texts";

/** `21:21:00`: the clock that stands second says no seconds where there are none. */
const WHOLE_MINUTE = /(\d\d:\d\d):00$/;

/** `America/New_York` as people say it: `New York`. */
export function cityOf(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** A planned time by both clocks: the viewer's and, where that shows another time, the schedule's. */
export function ZoneTime({ at, zone }: { at: string; zone: string }) {
  const language = useLanguage();
  const mine = useZone();
  const now = new Date(useNow("minute"));
  const moment = new Date(at);
  const [here, there] = [mine, zone].map((clock) => formatTime(moment, now, clock, language));
  return (
    <span className={classes.both}>
      <Time at={at} zone={zone} />
      {here !== there && (
        <span className={classes.dim}>
          {there && here ? clockOnly(there, here).replace(WHOLE_MINUTE, "$1") : there} {cityOf(zone)}
        </span>
      )}
    </span>
  );
}

/** The day of `there` is left out where `here`, which stands before it, said the same. */
function clockOnly(there: string, here: string): string {
  const [day, clock] = [there.slice(0, there.lastIndexOf(" ")), there.slice(there.lastIndexOf(" ") + 1)];
  return day && here.startsWith(day) ? clock : there;
}

/** How long until a planned time; beside the time, never instead of it. */
export function Until({ at }: { at: string }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const now = useNow("minute");
  const ms = Date.parse(at) - now;
  return (
    <span className={classes.dim}>{ms <= 0 ? t.due : ms < 60_000 ? t.soon : t.inTime(inMinutes(ms))}</span>
  );

  /** To the minute: it does not tick. */
  function inMinutes(span: number): string {
    return formatDuration(Math.round(span / 60_000) * 60_000, language).replace(/ 00 \S+$/, "");
  }
}
