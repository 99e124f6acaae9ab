import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { formatClock } from "~/components/time/format";
import { useZone } from "~/components/time/Time";
import { useLanguage, useNumber } from "~/texts";
import { BarTip } from "./BarTip";
import classes from "./Home.module.css";
import { runsOfBar } from "./links";
import { roof } from "./roof";
import type { Bar } from "./span";

/** Bars between two words of the axis: four hours. */
const STEP = 8;
const PARTS = ["wrong", "rest", "done"] as const;

/**
 * Bars, each a link to its runs. Drawn by hand: a charting library would be 100 KB of compressed script on the first page
 * for 48 boxes, as much as React and the router together. Whoever cannot see or point has the table beside it.
 */
export function Plot({ all }: { all: readonly Bar[] }) {
  const zone = useZone();
  const language = useLanguage();
  const number = useNumber();
  const [near, setNear] = useState<number>();
  const most = roof(Math.max(...all.map(({ done, wrong, rest }) => done + wrong + rest)));
  const share = (n: number) => `${(100 * n) / most}%`;
  const bar = near === undefined ? undefined : all[near];
  return (
    <div className={classes.plot} aria-hidden data-plot onPointerLeave={() => setNear(undefined)}>
      {[most, most / 2, 0].map((line) => (
        <div
          key={line}
          className={classes.line}
          style={{ bottom: `calc(18px + ${line / most} * (100% - 26px))` }}
        >
          <span>{Number.isInteger(line) && number(line)}</span>
        </div>
      ))}
      <div className={classes.bars}>
        {all.map((each, at) => {
          const some = each.done + each.wrong + each.rest > 0;
          const parts = PARTS.map(
            (part) =>
              each[part] > 0 && <i key={part} data-part={part} style={{ height: share(each[part]) }} />,
          );
          const props = { className: classes.column48, onPointerEnter: () => setNear(at) };
          return some ? (
            <Link key={each.from} {...runsOfBar(each)} {...props} tabIndex={-1} data-bar={at}>
              {parts}
            </Link>
          ) : (
            <span key={each.from} {...props} />
          );
        })}
      </div>
      <div className={classes.axis}>
        {all
          .filter((_, at) => at % STEP === 0)
          .map(({ from }) => (
            <span key={from}>{formatClock(new Date(from), zone, language)}</span>
          ))}
      </div>
      {bar && near !== undefined && (
        <div
          className={classes.float}
          data-left={near >= all.length / 2 || undefined}
          style={at(near, all.length)}
        >
          <BarTip bar={bar} />
        </div>
      )}
    </div>
  );
}

/** Beside the bar, on the side where there is room. */
function at(place: number, of: number) {
  const left = `calc(34px + (100% - 34px) * ${(place + 0.5) / of})`;
  return place >= of / 2 ? { right: `calc(100% - ${left} + 10px)` } : { left: `calc(${left} + 10px)` };
}
