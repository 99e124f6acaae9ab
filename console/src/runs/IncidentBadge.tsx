import { useNumber, useTexts } from "~/texts";
import classes from "./IncidentBadge.module.css";
import { texts } from "./texts";
import { useOpenCounts } from "./useCounts";

/** In the rail: how many runs need a person. Nothing while there are none. */
export function IncidentBadge({ folded }: { folded: boolean }) {
  const t = useTexts(texts);
  const number = useNumber();
  const { data } = useOpenCounts();
  const incidents = data?.get("incident");
  if (!incidents?.count) return null;
  const said = `${number(incidents.count)}${incidents.atLeast ? "+" : ""}`;
  return (
    <span className={classes.badge} data-folded={folded || undefined} data-incidents>
      {!folded && <span aria-hidden>{said}</span>}
      <span className={classes.said}>{t.needYou(said)}</span>
    </span>
  );
}
