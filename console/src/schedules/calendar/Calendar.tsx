import { ActionIcon, Button, Group, UnstyledButton } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Fragment, useMemo } from "react";
import { type Answer, read } from "~/api";
import { Toggles } from "~/components/filters/Toggles";
import { Empty } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { useNow } from "~/components/time/now";
import { formatDay, formatMonth, formatWeekday } from "~/components/time/format";
import { useZone } from "~/components/time/Time";
import { useLanguage, useTexts } from "~/texts";
import classes from "./Calendar.module.css";
import { type Day, dayOf, shift, type Span, SPANS, weeksOf } from "./days";
import { type Entry, entriesByDay, fitting } from "./entries";
import { Mark } from "./Mark";
import { texts } from "./texts";

const LOOK_MS = 30_000;
/** Lines a day has room for; what stands for many takes two. */
const ROOM = { month: 4, week: 40 } as const;
const HOUR_MS = 3_600_000;

type Data = Answer<"/api/v1/schedules/calendar", "get">;
type Shown = { from: Day | undefined; span: Span };

/** Days and what schedules have on them: what became of planned times, and which are to come. */
export function Calendar({
  process,
  shown,
  onShow,
}: {
  process: string | undefined;
  /** Without `from`: around today. */
  shown: Shown;
  onShow: (shown: Shown) => void;
}) {
  const t = useTexts(texts);
  const zone = useZone();
  const language = useLanguage();
  const today = dayOf(useNow("minute"), zone);
  const day = shown.from ?? today;
  const { span } = shown;
  const weeks = useMemo(() => weeksOf(day, span), [day, span]);
  const [first, last] = [weeks[0]?.[0] ?? day, weeks.at(-1)?.at(-1) ?? day];
  const query = { from: first, to: last, timezone: zone, ...(process ? { process } : {}) };
  const calendar = useQuery({
    ...read("/api/v1/schedules/calendar", { params: { query } }),
    refetchInterval: LOOK_MS,
    placeholderData: keepPreviousData,
  });
  const title =
    span === "month"
      ? formatMonth(day, language)
      : `${formatDay(first, language)} – ${formatDay(last, language)} ${last.slice(0, 4)}`;
  const go = (from: Day | undefined, next: Span = span) => onShow({ from, span: next });
  return (
    <>
      <div className={classes.head}>
        <Toggles
          label={t.span}
          value={span}
          onChange={(next) => go(shown.from, next)}
          options={SPANS.map((value) => ({ value, label: t[value] }))}
        />
        <Button variant="default" disabled={!shown.from} onClick={() => go(undefined)}>
          {t.today}
        </Button>
        <Group gap={2}>
          <ActionIcon size={30} aria-label={t.before[span]} onClick={() => go(shift(day, span, -1))}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <ActionIcon size={30} aria-label={t.after[span]} onClick={() => go(shift(day, span, 1))}>
            <IconChevronRight size={18} />
          </ActionIcon>
        </Group>
        <h2 className={classes.title} aria-live="polite">
          {title}
        </h2>
        <div style={{ flex: 1 }} />
        <p className={classes.note}>{t.zone(zone)}</p>
      </div>
      <Reading of={calendar} skeleton={<Skeletons rows={weeks.length} height={92} />}>
        {(data) => (
          <Days
            data={data}
            weeks={weeks}
            span={span}
            today={today}
            month={day.slice(0, 7)}
            onDay={(from) => go(from, "week")}
          />
        )}
      </Reading>
    </>
  );
}

function Days({
  data,
  weeks,
  span,
  today,
  month,
  onDay,
}: {
  data: Data;
  weeks: Day[][];
  span: Span;
  today: Day;
  month: string;
  onDay: (day: Day) => void;
}) {
  const t = useTexts(texts);
  const language = useLanguage();
  const entries = useMemo(() => entriesByDay(data.cells, data.schedules), [data]);
  const hours = new Map(
    data.days.map(({ date, from, to }) => [date, (Date.parse(to) - Date.parse(from)) / HOUR_MS]),
  );
  if (data.cells.length === 0) return <Empty title={t.nothing}>{t.nothingWhy}</Empty>;
  return (
    <>
      {data.cut && (
        <p className={classes.note} role="status">
          {data.cut === "schedules" ? t.cutSchedules : t.cutTimes}
        </p>
      )}
      <div className={`${classes.grid} ${classes[span]}`} data-calendar={span}>
        {weeks[0]?.map((day) => (
          <div key={day} className={classes.weekday} aria-hidden>
            {formatWeekday(day, language)}
          </div>
        ))}
        {weeks.map((week) => (
          <Fragment key={week[0]}>
            {week.map((day) => (
              <section
                key={day}
                className={classes.day}
                aria-label={`${formatWeekday(day, language)}, ${formatDay(day, language)}`}
                data-day={day}
                data-today={day === today || undefined}
                data-outside={(span === "month" && !day.startsWith(month)) || undefined}
              >
                <div className={classes.date}>
                  <span>{Number(day.slice(8))}</span>
                  {(hours.get(day) ?? 24) !== 24 && <span>{t.longDay(hours.get(day) ?? 24)}</span>}
                </div>
                <Marks
                  entries={entries.get(day) ?? []}
                  room={ROOM[span]}
                  name={formatDay(day, language)}
                  {...(span === "month" ? { onMore: () => onDay(day) } : {})}
                />
              </section>
            ))}
          </Fragment>
        ))}
      </div>
    </>
  );
}

function Marks({
  entries,
  room,
  name,
  onMore,
}: {
  entries: Entry[];
  room: number;
  name: string;
  onMore?: () => void;
}) {
  const t = useTexts(texts);
  const shown = fitting(entries, room);
  const rest = entries.length - shown.length;
  return (
    <>
      <ul className={classes.entries}>
        {shown.map((entry) => (
          <li key={entry.key}>
            <Mark entry={entry} />
          </li>
        ))}
      </ul>
      {rest > 0 &&
        (onMore ? (
          <UnstyledButton
            className={classes.more}
            aria-label={`${t.moreEntries(rest)}. ${t.allOf(name)}`}
            onClick={onMore}
          >
            {t.moreEntries(rest)}
          </UnstyledButton>
        ) : (
          <span className={classes.more}>{t.moreEntries(rest)}</span>
        ))}
    </>
  );
}
