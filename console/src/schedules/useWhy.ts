import type { Firing } from "~/api";
import { formatTime } from "~/components/time/format";
import { useNow } from "~/components/time/now";
import { useZone } from "~/components/time/Time";
import { type Language, useLanguage } from "~/texts";
import { texts } from "./texts";

/** What is known of why a planned time was left out, waits or failed. */
export type Told = { outcome?: Firing["outcome"] | null; reason?: string | null; why?: Firing["why"] };

/** Says it by this browser's clock; what has no words here (why a start failed) as the service says it. */
export function useWhy(): (of: Told) => string | undefined {
  const language = useLanguage();
  const zone = useZone();
  const now = new Date(useNow("minute"));
  return (of) => whyOf(of, language, (at) => formatTime(new Date(at), now, zone, language));
}

export function whyOf(
  { outcome, reason, why }: Told,
  language: Language,
  time: (at: string) => string,
): string | undefined {
  const t = texts[language];
  const waits = outcome === "queued";
  switch (why?.code) {
    case "run_goes_on":
      return (waits ? t.waitsFor : t.runGoesOn)(time(why.planned_at));
    case "run_stands":
      return (waits ? t.waitsForStanding : t.runStands)(time(why.planned_at));
    case "being_started":
      return (waits ? t.waitsFor : t.beingStarted)(time(why.planned_at));
    case "others_wait":
      return t.othersWait(why.waiting);
    case "replaced":
      return t.replaced(time(why.planned_at));
    case "not_fired":
      return t.notFired;
    default:
      return reason ?? undefined;
  }
}
