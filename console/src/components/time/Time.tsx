import { Popover } from "@mantine/core";
import { createContext, use, useEffect, useRef, useState } from "react";
import { CopyButton } from "~/components/id/CopyButton";
import { usePreference } from "~/preferences";
import { defineTexts, useLanguage, useTexts } from "~/texts";
import { formatFullTime, formatTime, LOCAL_ZONE } from "./format";
import { useNow } from "./now";
import classes from "./Time.module.css";

const texts = defineTexts(
  { yours: "Your time", runs: "The run's zone", both: "Your time and the run's", copy: "Copy as RFC 3339" },
  { yours: "Ваш час", runs: "Пояс запуску", both: "Ваш час і пояс запуску", copy: "Копіювати як RFC 3339" },
);

/** So long the mouse rests on a time before its card opens, and so long the card stays when it left both. */
const OPEN_MS = 200;
const CLOSE_MS = 150;

/** The zone times are shown in: the browser's unless the person chose UTC. */
export function useZone(): string {
  const [zone] = usePreference("zone");
  return zone === "UTC" ? "UTC" : LOCAL_ZONE;
}

/** The zone of what a page is about: every time of a run's page tells it, too. */
export const ZoneOfPage = createContext<string | undefined>(undefined);

/**
 * A moment, in the viewer's zone; the mouse over it shows the zone of the run (`zone`, else that of the page) and UTC, to
 * copy.
 *
 * ```tsx
 * <Time at={run.created_at} />                    // 12:04:31 today, 23 Nov 12:04 else
 * <Time at={firing.at} zone={schedule.timezone} />
 * ```
 */
export function Time({ at, zone }: { at: string; zone?: string }) {
  const language = useLanguage();
  const mine = useZone();
  const ofPage = use(ZoneOfPage);
  const now = useNow("minute");
  // A card for every time of a list would be a thousand of them: it is made when the mouse has come to rest. The element
  // under the mouse stays the same one throughout, or a press at that moment would be lost.
  const [open, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const later = (next: boolean) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(next), next ? OPEN_MS : CLOSE_MS);
  };
  const moment = new Date(at);
  const run = zone ?? ofPage;
  return (
    <time
      dateTime={at}
      className={classes.time}
      // React counts the card as inside: the way from one to the other leaves nothing.
      onPointerEnter={() => later(true)}
      onPointerLeave={() => later(false)}
    >
      {formatTime(moment, new Date(now), mine, language)}
      {open && <Card at={moment} zones={{ mine, ...(run ? { run } : {}) }} onClose={() => setOpen(false)} />}
    </time>
  );
}

function Card({
  at,
  zones,
  onClose,
}: {
  at: Date;
  zones: { mine: string; run?: string };
  onClose: () => void;
}) {
  return (
    <Popover opened position="bottom-start" withinPortal withRoles={false} onDismiss={onClose}>
      <Popover.Target>
        <span className={classes.anchor} />
      </Popover.Target>
      {/* A time may stand in a link or a button: what is pressed in its card is not pressed there. */}
      <Popover.Dropdown p="xs" onClick={(event) => event.stopPropagation()}>
        <Zones at={at} zones={zones} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The zones a moment is told in, each once. */
function Zones({ at, zones: { mine, run } }: { at: Date; zones: { mine: string; run?: string } }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const rows: [string, string][] = [[mine === run ? t.both : t.yours, mine]];
  if (run && run !== mine) rows.push([t.runs, run]);
  if (mine !== "UTC" && run !== "UTC") rows.push(["UTC", "UTC"]);
  return (
    <dl className={classes.zones}>
      {rows.map(([name, zone], row) => (
        <ZoneRow key={zone} name={name} zone={zone} time={formatFullTime(at, zone, language)}>
          {row === rows.length - 1 && <CopyButton value={at.toISOString()} label={t.copy} />}
        </ZoneRow>
      ))}
    </dl>
  );
}

function ZoneRow(row: { name: string; zone: string; time: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{row.name === row.zone ? row.name : `${row.name} (${row.zone})`}</dt>
      <dd>{row.time}</dd>
      <dd>{row.children}</dd>
    </>
  );
}
