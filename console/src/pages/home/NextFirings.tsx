import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read, type UpcomingFiring } from "~/api";
import { Panel } from "~/components/panel/Panel";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { Until, ZoneTime } from "~/schedules/ZoneTime";
import { useTexts } from "~/texts";
import { useHeld } from "./held";
import classes from "./Home.module.css";
import type { Names } from "./names";
import { texts } from "./texts";

const LOOK_MS = 10_000;
const SHOWN = 5;

/** The next firings of all schedules, by both clocks. */
export function NextFirings({ names }: { names: Names }) {
  const t = useTexts(texts);
  const upcoming = useQuery({
    ...read("/api/v1/schedules/upcoming", { params: { query: { limit: SHOWN } } }),
    refetchInterval: LOOK_MS,
  });
  return (
    <Panel
      title={t.next}
      tools={
        <Link className={classes.tool} to="/schedules" search={{ view: "calendar" }}>
          {t.calendar}
        </Link>
      }
    >
      <Reading of={upcoming} skeleton={<Skeletons rows={SHOWN} height={30} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={classes.none}>{t.noNext}</p>
          ) : (
            <Rows items={items} names={names} />
          )
        }
      </Reading>
    </Panel>
  );
}

function Rows({ items, names }: { items: UpcomingFiring[]; names: Names }) {
  const { rows, within } = useHeld(items, ({ schedule }) => schedule);
  return (
    <ul className={classes.rows} {...within}>
      {rows.map(({ schedule, name, process, at, timezone }) => (
        <li key={schedule} className={classes.row}>
          <Link to="/schedules/$id" params={{ id: schedule }} className={classes.what}>
            {name} <span className={classes.dim}>{names(process)}</span>
          </Link>
          <span className={classes.when}>
            <ZoneTime at={at} zone={timezone} />
            <Until at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
