import { formatClock, formatTime } from "~/components/time/format";
import { useNow } from "~/components/time/now";
import { useZone } from "~/components/time/Time";
import { useLanguage, useNumber, useTexts } from "~/texts";
import classes from "./Home.module.css";
import type { Bar } from "./span";
import { texts } from "./texts";

/** When a bar is, by the viewer's clock: `23 Nov 12:00 – 12:30`. */
export function useBarTime(): (bar: Bar) => string {
  const zone = useZone();
  const language = useLanguage();
  const now = new Date(useNow("minute"));
  return ({ from, to }) => {
    const start = formatTime(new Date(from), now, zone, language).replace(/(\d\d:\d\d):00$/, "$1");
    return `${start} – ${formatClock(new Date(to), zone, language)}`;
  };
}

/** What a bar says under the mouse. */
export function BarTip({ bar }: { bar: Bar }) {
  const t = useTexts(texts);
  const number = useNumber();
  const time = useBarTime();
  return (
    <div className={classes.tip}>
      <strong>{time(bar)}</strong>
      {(["done", "wrong", "rest"] as const).map((part) => (
        <span key={part}>
          <i data-part={part} aria-hidden />
          {t[part]} <b>{number(bar[part])}</b>
        </span>
      ))}
    </div>
  );
}
