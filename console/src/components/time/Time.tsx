import { HoverCard } from "@mantine/core";
import { useState } from "react";
import { CopyButton } from "~/components/id/CopyButton";
import { usePreference } from "~/preferences";
import { defineTexts, useLanguage, useTexts } from "~/texts";
import { formatFullTime, formatTime, LOCAL_ZONE } from "./format";
import { useNow } from "./now";
import classes from "./Time.module.css";

const texts = defineTexts(
  { yours: "Your time", runs: "The run's zone", copy: "Copy as RFC 3339" },
  { yours: "Ваш час", runs: "Пояс запуску", copy: "Копіювати як RFC 3339" },
);

/** The zone times are shown in: the browser's unless the person chose UTC. */
export function useZone(): string {
  const [zone] = usePreference("zone");
  return zone === "UTC" ? "UTC" : LOCAL_ZONE;
}

/**
 * A moment, in the viewer's zone; the mouse over it shows the zone of the run (`zone`) and UTC, to copy.
 *
 * ```tsx
 * <Time at={run.created_at} />                    // 12:04:31 today, 23 Nov 12:04 else
 * <Time at={firing.at} zone={schedule.timezone} />
 * ```
 */
export function Time({ at, zone }: { at: string; zone?: string }) {
  const language = useLanguage();
  const mine = useZone();
  const now = useNow("minute");
  // A card for every time of a list would be a thousand listeners: it is made when the mouse comes.
  const [near, setNear] = useState(false);
  const moment = new Date(at);
  const time = (
    <time dateTime={at} className={classes.time} onPointerEnter={() => setNear(true)}>
      {formatTime(moment, new Date(now), mine, language)}
    </time>
  );
  if (!near) return time;
  return (
    <HoverCard openDelay={200} position="bottom-start" withinPortal defaultOpened={false} keepMounted={false}>
      <HoverCard.Target>{time}</HoverCard.Target>
      <HoverCard.Dropdown p="xs">
        <Zones at={moment} zones={{ mine, ...(zone ? { run: zone } : {}) }} />
      </HoverCard.Dropdown>
    </HoverCard>
  );
}

function Zones({ at, zones }: { at: Date; zones: { mine: string; run?: string } }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const rows = [
    [t.yours, zones.mine],
    ...(zones.run && zones.run !== zones.mine ? [[t.runs, zones.run] as const] : []),
    ...(zones.mine === "UTC" ? [] : [["UTC", "UTC"] as const]),
  ] as const;
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
