import { IconX } from "@tabler/icons-react";
import { useTexts } from "~/texts";
import { texts } from "./texts";
import classes from "./Timeline.module.css";

const KINDS = ["attempt", "backoff", "wait", "inside", "stopped"] as const;

/** What the bars mean: each differs by its pattern and not only by its colour. */
export function Legend() {
  const t = useTexts(texts);
  return (
    <ul className={classes.legend} aria-label={t.legend}>
      {KINDS.map((kind) => (
        <li key={kind}>
          <i className={`${classes.bar} ${classes[kind]}`} />
          {t.kinds[kind]}
        </li>
      ))}
      <li>
        <i className={`${classes.bar} ${classes.attempt} ${classes.failed}`}>
          <IconX size={10} aria-hidden />
        </i>
        {t.failed}
      </li>
    </ul>
  );
}
