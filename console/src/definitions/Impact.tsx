import { useQuery } from "@tanstack/react-query";
import { read } from "~/api";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";
import classes from "./Definitions.module.css";
import { changedSteps } from "./structure/compare";
import { subjectOf, texts as changeTexts, wordsOf } from "./structure/words";
import { texts } from "./texts";
import { useChanges, useVersion } from "./useModel";

const MOST = 12;

/** What deploying a text would change of what is deployed; nothing where its process is not known yet. */
export function useDeployed(process: string | undefined) {
  const latest = useQuery({
    ...read("/api/v1/definitions/{key}", { params: { path: { key: process ?? "" } } }),
    enabled: process !== undefined,
    retry: false,
  });
  // While another key is being typed, what was read of the one before says nothing.
  const version = latest.data?.key === process ? latest.data?.version : undefined;
  const whole = useVersion(process ?? "", version);
  return {
    isNew: latest.error?.kind === "not-found",
    version,
    source: version === undefined ? undefined : whole.data?.source,
  };
}

/** "Changes 2 steps of v4. 3 live runs stay on v4." and what the changes are. */
export function Impact(props: { process: string; version: number; before: string; after: string }) {
  const t = useTexts(texts);
  const say = useTexts(changeTexts);
  const words = useTexts(common);
  const { process, version, before, after } = props;
  const name = words.version(version);
  const versions = useQuery(
    read("/api/v1/definitions/{key}/versions", {
      params: { path: { key: process }, query: { limit: 1 } },
    }),
  );
  const live = versions.data?.items.find((each) => each.version === version)?.live;
  const changes = useChanges(before, after);
  if (before === after) return <p className={classes.dim}>{t.sameAs(name)}</p>;
  if (!changes) return null;
  const steps = changedSteps(changes);
  return (
    <div className={classes.impact}>
      <strong>
        {changes.length === 0
          ? t.onlyText(name)
          : steps > 0
            ? t.changesSteps(steps, name)
            : t.changesProcess(name)}
      </strong>{" "}
      {live && (live.total > 0 ? t.stay(live.total, live.at_least, name) : t.noneStay(name))}
      <ul>
        {changes.slice(0, MOST).map((change, at) => (
          <li key={at}>
            <span>{subjectOf(change, say)}</span> {wordsOf(change, say)}
          </li>
        ))}
        {changes.length > MOST && <li>…</li>}
      </ul>
    </div>
  );
}
