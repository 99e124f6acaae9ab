import { useQuery } from "@tanstack/react-query";
import { type Bulk, read, type RunFilter } from "~/api";
import { texts as statusTexts } from "~/components/status/statuses";
import { Time } from "~/components/time/Time";
import { useNumber, useTexts } from "~/texts";
import classes from "./BulkPage.module.css";
import { texts } from "./texts";

/** Who selected what by which filter, and when what happened. */
export function Facts({ bulk }: { bulk: Bulk }) {
  const t = useTexts(texts);
  const facts = [
    [t.filter, <Selected key="selected" bulk={bulk} />],
    [bulk.started_at ? t.startedBy : t.by, bulk.created_by],
    bulk.started_at
      ? [t.at, <Time key="started" at={bulk.started_at} />]
      : [t.startable, <Time key="expires" at={bulk.expires_at} />],
    ...(bulk.ended_at ? [[t.ended, <Time key="ended" at={bulk.ended_at} />] as const] : []),
    ...(bulk.stopped_by ? [[t.stoppedBy, bulk.stopped_by] as const] : []),
    ...(bulk.reason ? [[t.reason, bulk.reason] as const] : []),
  ] as const;
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name as string}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The filter as it was frozen: what it said then is what counts, whatever it matches now. */
function Selected({ bulk }: { bulk: Bulk }) {
  const t = useTexts(texts);
  const statuses = useTexts(statusTexts);
  const number = useNumber();
  const definitions = useQuery(read("/api/v1/definitions", { params: { query: { limit: 500 } } }));
  if (!bulk.filter) return t.ids(number(bulk.ids ?? bulk.runs));
  const said = (member: keyof RunFilter, value: unknown) => {
    if (member === "since" || member === "until") return <Time at={String(value)} />;
    if (member === "process") {
      return definitions.data?.items.find(({ key }) => key === value)?.name ?? String(value);
    }
    if (member === "status") {
      const words = String(value).split(",");
      return words.map((word) => statuses[word.trim() as keyof typeof statuses] ?? word).join(", ");
    }
    return String(value);
  };
  const members = (Object.keys(t.member) as (keyof RunFilter)[]).flatMap((member) => {
    const value = bulk.filter?.[member];
    return value === undefined || value === null ? [] : [{ member, value }];
  });
  if (members.length === 0) return t.everything;
  return members.map(({ member, value }) => (
    <span key={member} className={classes.member}>
      <span className={classes.dim}>{t.member[member]}:</span> {said(member, value)}
    </span>
  ));
}
