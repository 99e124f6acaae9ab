import { Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { read, type Schedule } from "~/api";
import { TintedIcon } from "~/components/status/Tinted";
import { formatTime } from "~/components/time/format";
import { useNow } from "~/components/time/now";
import { useZone } from "~/components/time/Time";
import { useLanguage, useTexts } from "~/texts";
import { LOOKS } from "./outcomes";
import classes from "./Schedules.module.css";
import { texts } from "./texts";
import { useWhy } from "./useWhy";
import { ZoneTime } from "./ZoneTime";

/** How many planned times the strip of a row looks back. */
const SLOTS = 10;
const LOOK_MS = 15_000;

function useLastFirings(id: string) {
  const query = { limit: SLOTS };
  return useQuery({
    ...read("/api/v1/schedules/{id}/firings", { params: { path: { id }, query } }),
    refetchInterval: LOOK_MS,
  });
}

/** The last planned time of a schedule. */
export function LastFiring({ of }: { of: Schedule }) {
  const t = useTexts(texts);
  const last = useLastFirings(of.id).data?.items;
  if (!last) return null;
  return last[0] ? (
    <ZoneTime at={last[0].planned_at} zone={of.timezone} />
  ) : (
    <span className={classes.dim}>{t.never}</span>
  );
}

/** The last ten planned times, the latest at the right: what became of each, and why. */
export function LastFirings({ of }: { of: Schedule }) {
  const t = useTexts(texts);
  const language = useLanguage();
  const zone = useZone();
  const now = new Date(useNow("minute"));
  const why = useWhy();
  const last = useLastFirings(of.id).data?.items ?? [];
  return (
    <span className={classes.strip}>
      {[...last].reverse().map((firing) => {
        const time = formatTime(new Date(firing.planned_at), now, zone, language);
        const because = why(firing);
        const word = `${time} ${t[firing.outcome]}${because ? `: ${because}` : ""}`;
        return (
          <Tooltip key={`${firing.planned_at} ${firing.origin}`} label={word} multiline maw={360}>
            <span>
              <TintedIcon {...LOOKS[firing.outcome]} word={word} />
            </span>
          </Tooltip>
        );
      })}
    </span>
  );
}
