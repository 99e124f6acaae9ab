import { useLanguage } from "~/texts";
import { formatDuration, formatSeconds } from "./format";
import { useNow } from "./now";

/**
 * How long something took, or is taking: without `to` it ticks by the service's clock.
 *
 * ```tsx
 * <Duration from={run.started_at} to={run.ended_at} />  // 3 min 05 s
 * <Duration ms={340} />                                  // 340 ms
 * ```
 */
export function Duration(props: { ms: number } | { from: string; to?: string | null | undefined }) {
  const language = useLanguage();
  if ("ms" in props) return <span>{formatDuration(props.ms, language)}</span>;
  const from = Date.parse(props.from);
  if (props.to) return <span>{formatDuration(Date.parse(props.to) - from, language)}</span>;
  return <Ticking from={from} />;
}

function Ticking({ from }: { from: number }) {
  const language = useLanguage();
  const now = useNow("second");
  return <span>{formatSeconds(now - from, language)}</span>;
}
