import { ActionIcon, Tooltip } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { RunFilter } from "~/api";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** The runs of the filter as a table for a spreadsheet; the service writes it while it is downloaded. */
export function CsvButton({ filter }: { filter: RunFilter }) {
  const t = useTexts(texts);
  const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]));
  return (
    <Tooltip label={t.csv}>
      <ActionIcon
        component="a"
        href={`/api/v1/runs/export.csv${query.size > 0 ? `?${query}` : ""}`}
        download="runs.csv"
        aria-label={t.csv}
        size={28}
      >
        <IconDownload size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
