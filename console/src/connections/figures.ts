import type { Connection, ConnectionFigures } from "~/api";
import { formatDuration } from "~/components/time/format";
import type { Language } from "~/texts";
import type { texts } from "./texts";

type Words = (typeof texts)["en"];

/** Calls that tell of trouble; a refusal is an answer. */
export function troubled({ transient, unknown, sign_in }: ConnectionFigures): number {
  return transient + unknown + sign_in;
}

/** Share of calls in trouble: `0`, `3.2`, `100` percent; nothing where there were no calls. */
export function errorShare(figures: ConnectionFigures): number | undefined {
  return figures.calls === 0 ? undefined : (100 * troubled(figures)) / figures.calls;
}

/** `0 %`, `0.4 %`, `12 %`; a share that is not zero never looks like it. */
export function formatShare(share: number, language: Language): string {
  const digits = share > 0 && share < 10 ? 1 : 0;
  const shown = share > 0 ? Math.max(share, 0.1) : 0;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(shown)} %`;
}

/** What is true of a connection, as a sentence. */
export function sentence({ state, last_5_minutes }: Connection, t: Words, language: Language): string {
  switch (state) {
    case "not_used":
      return t.saysNotUsed;
    case "circuit_open":
      return t.saysCircuit;
    case "cannot_sign_in":
      return t.saysSignIn;
    case "degraded": {
      const failed = troubled(last_5_minutes);
      return failed > 0 ? t.failedOf(failed, last_5_minutes.calls) : t.saysLastFailed;
    }
    case "ok":
      return last_5_minutes.p95_ms === undefined || last_5_minutes.p95_ms === null
        ? t.saysQuiet
        : t.saysOk(t.calls(last_5_minutes.calls), formatDuration(last_5_minutes.p95_ms, language));
  }
}
