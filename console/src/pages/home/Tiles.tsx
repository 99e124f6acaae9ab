import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read, type RunStatus } from "~/api";
import { ErrorNote } from "~/components/states/ErrorNote";
import { saidByBar } from "~/components/states/Reading";
import { Status } from "~/components/status/Status";
import { type Count, useOpenCounts } from "~/runs/useCounts";
import { useNumber, useTexts } from "~/texts";
import classes from "./Home.module.css";
import { texts } from "./texts";
import { useYesterday } from "./yesterday";

const LOOK_MS = 10_000;
const TILES = ["incident", "failed", "running", "waiting", "created", "suspended"] as const;

/** How many runs stand how; each leads to them. */
export function Tiles() {
  const t = useTexts(texts);
  const open = useOpenCounts();
  const since = useYesterday();
  const failed = useQuery({
    ...read("/api/v1/runs/counts", { params: { query: { status: "failed", since } } }),
    refetchInterval: LOOK_MS,
    select: ({ counts: [failed] }): Count | undefined =>
      failed && { count: failed.count, atLeast: failed.at_least },
  });
  const count = (status: RunStatus) => (status === "failed" ? failed.data : open.data?.get(status));
  const error = open.error ?? failed.error;
  return (
    <>
      {error && !(saidByBar(error) && open.data) && (
        <ErrorNote error={error} onRetry={() => void open.refetch()} />
      )}
      <ul className={classes.tiles}>
        {TILES.map((status) => (
          <li key={status}>
            <Tile
              status={status}
              of={count(status)}
              {...(status === "failed" ? { reason: t.sinceYesterday } : {})}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function Tile({ status, of, reason }: { status: RunStatus; of: Count | undefined; reason?: string }) {
  const number = useNumber();
  return (
    <Link
      to="/runs"
      search={{ status: [status], ...(status === "failed" ? { since: "24h" as const } : {}) }}
      className={classes.tile}
      data-zero={of?.count === 0 || undefined}
      data-tile={status}
    >
      <Status of={status} {...(reason ? { reason } : {})} />
      {/* Until it is known there is no number: a zero would be a lie. */}
      <b>{of && `${number(of.count)}${of.atLeast ? "+" : ""}`}</b>
    </Link>
  );
}
