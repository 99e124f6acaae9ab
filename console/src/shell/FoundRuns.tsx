import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight } from "@mantine/spotlight";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { read, type RunSummary } from "~/api";
import { ICONS, texts as statusTexts } from "~/components/status/statuses";
import { useTexts } from "~/texts";
import { texts } from "./texts";

const DEBOUNCE_MS = 300;
const SHOWN = 5;
/** One letter is in everything. */
const LEAST = 2;

/** Runs the typed text says: by the end of the id, the beginning of the business key, the process, the error. */
export function FoundRuns({ wanted, names }: { wanted: string; names: ReadonlyMap<string, string> }) {
  const t = useTexts(texts);
  const words = useTexts(statusTexts);
  const navigate = useNavigate();
  const [q] = useDebouncedValue(wanted.slice(0, 200), DEBOUNCE_MS);
  const found = useQuery({
    ...read("/api/v1/runs", { params: { query: { q, limit: SHOWN } } }),
    enabled: q.length >= LEAST,
  });
  const runs = q.length >= LEAST ? (found.data?.items ?? []) : [];
  if (runs.length === 0) return null;
  const about = (run: RunSummary) => `${words[run.status]} · …${run.id.slice(-8)}`;
  return (
    <Spotlight.ActionsGroup label={t.runs}>
      {runs.map((run) => {
        const Icon = ICONS[run.status];
        return (
          <Spotlight.Action
            key={run.id}
            label={[names.get(run.process) ?? run.process, run.business_key].filter(Boolean).join(" ")}
            description={about(run)}
            leftSection={<Icon size={16} />}
            onClick={() => void navigate({ to: "/runs/$id", params: { id: run.id } })}
          />
        );
      })}
    </Spotlight.ActionsGroup>
  );
}
