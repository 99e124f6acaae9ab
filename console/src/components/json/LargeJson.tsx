import { Button, Group } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery, type UseQueryOptions } from "@tanstack/react-query";
import { useState } from "react";
import { type ApiError, writeJson } from "~/api";
import { ErrorNote } from "~/components/states/ErrorNote";
import { useTexts } from "~/texts";
import { Beginning, download, Json, sizeText } from "./Json";
import classes from "./Json.module.css";
import { texts } from "./texts";

/**
 * A value of which the service told only how it begins: all of it is read when somebody asks for it, to see or to keep.
 *
 * ```tsx
 * <LargeJson start={input.start} bytes={input.bytes} name="input" whole={{ ...wholeInput(id), select: (all) => all.input }} />
 * ```
 */
export function LargeJson<Read>({
  start,
  bytes,
  name,
  whole,
}: {
  start: string;
  bytes: number;
  name: string;
  whole: UseQueryOptions<Read, ApiError, unknown>;
}) {
  const t = useTexts(texts);
  const [wanted, setWanted] = useState(false);
  const value = useQuery({ ...whole, enabled: wanted });
  if (wanted && value.data !== undefined) return <Json value={value.data} name={name} opened />;
  const keep = async () => {
    const { data } = await value.refetch();
    if (data !== undefined) download(writeJson(data, 2), name);
  };
  return (
    <div className={classes.json}>
      <Group gap="xs" mb={4}>
        <span className={classes.size}>{t.preview}</span>
        <Button
          variant="default"
          size="compact-xs"
          loading={wanted && value.isFetching}
          onClick={() => setWanted(true)}
        >
          {t.showAll(sizeText(bytes))}
        </Button>
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconDownload size={14} />}
          disabled={value.isFetching}
          onClick={() => void keep()}
        >
          {t.download}
        </Button>
      </Group>
      {value.error && <ErrorNote error={value.error} onRetry={() => void value.refetch()} />}
      <Beginning>{start}</Beginning>
    </div>
  );
}
