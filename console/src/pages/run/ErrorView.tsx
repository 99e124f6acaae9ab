import type { RunError } from "~/api";
import { Json } from "~/components/json/Json";
import { useTexts } from "~/texts";
import said from "~/components/page/Facts.module.css";
import classes from "./RunPage.module.css";
import { texts } from "./texts";

/** Why something failed: in words, by its code, and what the other side said. */
export function ErrorView({ error }: { error: RunError }) {
  const t = useTexts(texts);
  return (
    <div className={classes.stack}>
      <p className={said.sentence}>{error.message}</p>
      <div className={classes.dim}>
        {t.code} <span className={classes.step}>{error.code}</span>
      </div>
      {error.data !== null && error.data !== undefined && <Json value={error.data} name="data" />}
    </div>
  );
}
