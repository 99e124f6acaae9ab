import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight } from "@mantine/spotlight";
import { IconTable } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { read } from "~/api";
import { useSay } from "~/sections/say";
import { useTexts } from "~/texts";
import { texts } from "./texts";
import type { SectionPlace } from "./useSections";

const DEBOUNCE_MS = 300;
/** Of each section. */
const SHOWN = 3;
/** One letter is in everything, and a section asks the system it stands for. */
const LEAST = 2;

/** Records the typed text is in, of every section who looks can open. A section that does not answer shows none. */
export function FoundRecords({ wanted, sections }: { wanted: string; sections: readonly SectionPlace[] }) {
  const t = useTexts(texts);
  const say = useSay();
  const navigate = useNavigate();
  const [typed] = useDebouncedValue(wanted.slice(0, 200), DEBOUNCE_MS);
  const q = typed.length >= LEAST ? typed : "";
  const found = useQueries({
    queries: sections.map(({ key }) => ({
      ...read("/api/v1/sections/{section}/records", {
        params: { path: { section: key }, query: { q, limit: SHOWN } },
      }),
      enabled: q !== "",
      retry: false,
    })),
  });
  const rows = sections.flatMap((section, at) =>
    q === "" ? [] : (found[at]?.data?.items ?? []).map((record) => ({ section, record })),
  );
  if (rows.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label={t.records}>
      {rows.map(({ section, record }) => (
        <Spotlight.Action
          key={`${section.key} ${record.id}`}
          label={record.title}
          description={say(section)}
          leftSection={<IconTable size={16} />}
          onClick={() =>
            void navigate({ to: "/s/$section/$record", params: { section: section.key, record: record.id } })
          }
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}
