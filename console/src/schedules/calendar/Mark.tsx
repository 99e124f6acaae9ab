import { Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { tintClass } from "~/components/status/Tinted";
import { formatClock, formatDuration, formatSpan, formatTime } from "~/components/time/format";
import { useNow } from "~/components/time/now";
import { useZone } from "~/components/time/Time";
import { useLanguage, useTexts } from "~/texts";
import { texts as scheduleTexts } from "../texts";
import { useWhy } from "../useWhy";
import { cityOf } from "../ZoneTime";
import classes from "./Calendar.module.css";
import type { Entry, Look, Many } from "./entries";
import { MARKS } from "./looks";
import { texts } from "./texts";

/** A mark of a day: leads to its run, or to its schedule; says everything on hover and focus. */
export function Mark({ entry }: { entry: Entry }) {
  const zone = useZone();
  const language = useLanguage();
  const words = useMarkWords();
  const { as, icon: Picture } = MARKS[entry.look];
  const clock = formatClock(new Date(entry.at), zone, language);
  const lines = useLines(entry);
  const run = "time" in entry ? entry.time.run_id : undefined;
  const inside = (
    <>
      <Picture size={13} aria-hidden />
      <span>
        {"time" in entry ? (
          <span className={classes.text}>
            <span className={classes.clock}>{clock}</span> {entry.schedule.name}
          </span>
        ) : (
          <>
            <span className={classes.text}>{entry.schedule.name}</span>
            <span className={`${classes.text} ${classes.clock}`}>{words.many(entry.many)}</span>
          </>
        )}
        <span className={classes.said}>, {lines.join(". ")}</span>
      </span>
    </>
  );
  const props = {
    className: `${classes.entry} ${tintClass(as)}`,
    "data-look": entry.look,
    children: inside,
  };
  return (
    <Tooltip
      multiline
      maw={340}
      events={{ hover: true, focus: true, touch: true }}
      label={
        <span className={classes.tip}>
          {lines.map((line, at) => (
            <span key={line}>{at === 0 ? <strong>{line}</strong> : line}</span>
          ))}
        </span>
      }
    >
      {run ? (
        <Link to="/runs/$id" params={{ id: run }} {...props} />
      ) : (
        <Link to="/schedules/$id" params={{ id: entry.schedule.id }} {...props} />
      )}
    </Tooltip>
  );
}

/** Everything that is to be said of a mark, a line each. */
function useLines(entry: Entry): string[] {
  const t = useTexts(texts);
  const language = useLanguage();
  const mine = useZone();
  const now = new Date(useNow("minute"));
  const words = useMarkWords();
  const why = useWhy();
  const { process, name, timezone } = entry.schedule;
  const time = (at: string, zone: string) => formatTime(new Date(at), now, zone, language);
  const title = `${process}/${name}`;
  const [here, there] = [mine, timezone].map((zone) => time(entry.at, zone));
  const elsewhere = here === there ? [] : [`${there} ${cityOf(timezone)}`];
  if ("many" in entry) {
    const { parts, more, count, lastAt } = entry.many;
    return [
      title,
      `${words.many(entry.many)}, ${t.fromTo(time(entry.at, mine), time(lastAt, mine))}`,
      parts.map((part) => t.part(part.count, words.look(part.look))).join(", "),
      ...(more ? [t.moreThan(count)] : []),
    ];
  }
  const { late_ms: late } = entry.time;
  const because = why(entry.time);
  const what = late ? t.lateBy(formatDuration(late, language)) : words.look(entry.look);
  return [title, here ?? "", ...elsewhere, ...(because ? [`${what}: ${because}`] : [what])];
}

/** The words of marks. */
function useMarkWords() {
  const t = useTexts(texts);
  const words = useTexts(scheduleTexts);
  const language = useLanguage();
  return {
    look: (look: Look) => (look === "planned" ? t.planned : look === "late" ? t.late : words[look]),
    /** `96 × every 15 min` */
    many: ({ count, more, everyMs }: Many) =>
      [t.times(count, more), everyMs && t.every(formatSpan(everyMs, language))].filter(Boolean).join(" "),
  };
}
