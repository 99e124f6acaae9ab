import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { read, type SectionInfo } from "~/api";
import { ScheduleState } from "~/schedules/Outcome";
import { ZoneTime } from "~/schedules/ZoneTime";
import { useSay } from "~/sections/say";
import { useTexts } from "~/texts";
import classes from "./Definitions.module.css";
import { isMap } from "./structure/compare";
import type { Value } from "./structure/model";
import { texts } from "./texts";

/** What starts a process: people, actions and forms of sections, records that change, schedules as they stand now. */
export function UsedBy({ process, triggers }: { process: string; triggers: Value | undefined }) {
  const t = useTexts(texts);
  const say = useSay();
  const schedules = useQuery(read("/api/v1/schedules", { params: { query: { process, limit: 50 } } }));
  const sections = useQuery(read("/api/v1/sections"));
  const whole = useQueries({
    queries: (sections.data?.items ?? []).map(({ key }) =>
      read("/api/v1/sections/{section}", { params: { path: { section: key } } }),
    ),
  });
  const known = whole.flatMap(({ data }) => data ?? []);
  const titleOf = (key: string) => {
    const found = known.find((section) => section.key === key);
    return found ? say(found) : key;
  };
  const lines: { key: string; line: ReactNode }[] = known.flatMap((section) =>
    usesOf(section, process).map(({ kind, title }) => {
      const name = titleOf(section.key);
      const words = {
        action: t.sectionAction(title ?? "", name),
        add: t.addIn(name),
        save: t.saveIn(name),
        delete: t.deleteIn(name),
      };
      return {
        key: `${section.key} ${kind} ${title ?? ""}`,
        line: (
          <Link to="/s/$section" params={{ section: section.key }}>
            {words[kind]}
          </Link>
        ),
      };
    }),
  );
  for (const section of recordSections(triggers)) {
    lines.push({
      key: `record ${section}`,
      line: (
        <Link to="/s/$section" params={{ section }}>
          {t.recordTrigger(titleOf(section))}
        </Link>
      ),
    });
  }
  return (
    <ul className={classes.uses}>
      <li>{t.byHand}</li>
      {lines.map(({ key, line }) => (
        <li key={key}>{line}</li>
      ))}
      {(schedules.data?.items ?? []).map((schedule) => (
        <li key={schedule.id} className={classes.schedule}>
          <Link to="/schedules/$id" params={{ id: schedule.id }}>
            {t.schedule(schedule.name)}
          </Link>
          <code>{schedule.cron}</code>
          <ScheduleState of={schedule} />
          {schedule.next_planned_at && (
            <span className={classes.dim}>
              {t.next} <ZoneTime at={schedule.next_planned_at} zone={schedule.timezone} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );

  function usesOf(section: SectionInfo, key: string) {
    const uses: { kind: "action" | "add" | "save" | "delete"; title?: string }[] = [];
    for (const action of section.actions) {
      if (action.process !== key) continue;
      uses.push({ kind: "action", title: say(action) });
    }
    for (const kind of ["add", "save", "delete"] as const)
      if (section[kind]?.process === key) uses.push({ kind });
    return uses;
  }
}

/** Sections whose records a definition listens to. */
function recordSections(triggers: Value | undefined): string[] {
  if (!Array.isArray(triggers)) return [];
  const sections = (triggers as readonly Value[]).flatMap((trigger) => {
    const record = isMap(trigger) ? trigger.record : undefined;
    return isMap(record) && typeof record.section === "string" ? [record.section] : [];
  });
  return [...new Set(sections)];
}
