import { IconCloudOff } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useConnectionLost } from "~/api";
import { call } from "~/api/client";
import { formatTime } from "~/components/time/format";
import { useZone } from "~/components/time/Time";
import { useLanguage, useTexts } from "~/texts";
import classes from "./Shell.module.css";
import { texts } from "./texts";

const LOOK_MS = 2000;

/** Says since when the service does not answer, looks for it, and has everything read again when it is back. */
export function OfflineBar() {
  const t = useTexts(texts);
  const language = useLanguage();
  const zone = useZone();
  const lostAt = useConnectionLost();
  const queries = useQueryClient();
  useEffect(() => {
    if (lostAt === null) return;
    const timer = setInterval(() => {
      call(new Request("/health/live")).then(
        () => queries.invalidateQueries(),
        () => undefined,
      );
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [lostAt, queries]);
  if (lostAt === null) return null;
  const at = new Date(lostAt);
  return (
    <div className={classes.offline} role="alert">
      <IconCloudOff size={16} aria-hidden />
      {t.offline(formatTime(at, at, zone, language))}
    </div>
  );
}
