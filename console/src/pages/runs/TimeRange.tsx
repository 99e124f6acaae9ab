import { Button, Group, Popover, Stack, TextInput, UnstyledButton } from "@mantine/core";
import { IconCalendar, IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { serverClock } from "~/api";
import { formatTime } from "~/components/time/format";
import { useZone } from "~/components/time/Time";
import { fromField, toField } from "~/schedules/range";
import { useLanguage, useTexts } from "~/texts";
import { isSpan } from "./filter";
import { type RunsSearch, SPANS } from "./route";
import classes from "./RunsPage.module.css";
import { texts } from "./texts";

type Range = Pick<RunsSearch, "since" | "until">;

/** The range in words: `24 hours`, `from 23 Nov 12:04`, `23 Nov 12:04 – 24 Nov 08:00`. */
export function useRangeWords(): (range: Range) => string | undefined {
  const t = useTexts(texts);
  const language = useLanguage();
  const zone = useZone();
  return ({ since, until }) => {
    const time = (at: string) => formatTime(new Date(at), new Date(serverClock.now()), zone, language);
    const from = isSpan(since) ? t[since] : since && time(since);
    if (from && until) return `${from} – ${time(until)}`;
    if (until) return t.before(time(until));
    return isSpan(since) || !from ? from : t.from(from);
  };
}

/** When the runs were accepted: a span up to now, or from one moment to another. */
export function TimeRange({ range, onChange }: { range: Range; onChange: (range: Range) => void }) {
  const t = useTexts(texts);
  const words = useRangeWords()(range);
  const [open, setOpen] = useState(false);
  const pick = (range: Range) => {
    onChange(range);
    setOpen(false);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          aria-label={`${t.since}: ${words ?? t.any}`}
          leftSection={<IconCalendar size={14} />}
          rightSection={<IconChevronDown size={14} />}
          onClick={() => setOpen(!open)}
        >
          {words ?? t.any}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <Stack gap={2}>
          <UnstyledButton className={classes.choice} onClick={() => pick({})}>
            {t.any}
          </UnstyledButton>
          {SPANS.map((span) => (
            <UnstyledButton
              key={span}
              className={classes.choice}
              aria-pressed={range.since === span && !range.until}
              onClick={() => pick({ since: span })}
            >
              {t[span]}
            </UnstyledButton>
          ))}
        </Stack>
        {open && <Custom range={range} onPick={pick} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Custom({ range, onPick }: { range: Range; onPick: (range: Range) => void }) {
  const t = useTexts(texts);
  const utc = useZone() === "UTC";
  const field = (at: string | undefined) => (at && !isSpan(at) ? toField(new Date(at), utc) : "");
  const [from, setFrom] = useState(field(range.since));
  const [to, setTo] = useState(field(range.until));
  const [since, until] = [fromField(from, utc), fromField(to, utc)];
  const backwards = since && until && since >= until;
  return (
    <form
      className={classes.custom}
      onSubmit={(event) => {
        event.preventDefault();
        if ((since || until) && !backwards)
          onPick({ since: since?.toISOString(), until: until?.toISOString() });
      }}
    >
      <TextInput
        type="datetime-local"
        label={t.fromLabel}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label={t.untilLabel}
        value={to}
        error={backwards ? t.backwards : undefined}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button type="submit" variant="default" disabled={(!since && !until) || backwards}>
          {t.apply}
        </Button>
      </Group>
    </form>
  );
}
