import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { read, type Schedule, send, serverClock, useChange, useConnectionLost } from "~/api";
import { Report } from "~/components/report/Report";
import { useZone } from "~/components/time/Time";
import { fromField, toField } from "~/schedules/range";
import { REFRESH } from "~/schedules/useScheduleActions";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";
import { texts } from "./texts";

/** As many planned times as the service tells at once. */
const MOST = 500;
const DAY_MS = 86_400_000;

/** Asks for a range and says how many planned times are in it before anything starts. */
export default function BackfillDialog({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const t = useTexts(texts);
  const words = useTexts(common);
  const zone = useZone();
  const utc = zone === "UTC";
  const offline = useConnectionLost() !== null;
  const [now] = useState(() => serverClock.now());
  const [from, setFrom] = useState(() => toField(new Date(now - DAY_MS), utc));
  const [to, setTo] = useState(() => toField(new Date(now), utc));
  const [start, end] = [fromField(from, utc), fromField(to, utc)];
  const wrong = start && end && (start > end ? t.backwards : end.getTime() > now ? t.future : undefined);
  const ready = start && end && !wrong;
  const id = schedule.id;
  const preview = useQuery({
    ...read("/api/v1/schedules/{id}/preview", {
      params: { path: { id }, query: { count: MOST, ...(start ? { from: start.toISOString() } : {}) } },
    }),
    enabled: Boolean(ready),
  });
  const count =
    ready && preview.data
      ? preview.data.firings.filter((firing) => Date.parse(firing.utc) <= end.getTime()).length
      : undefined;
  const backfill = useChange(
    (range: { from: string; to: string }) =>
      send("post", "/api/v1/schedules/{id}/backfill", { params: { path: { id } }, body: range }),
    { refresh: [...REFRESH] },
  );
  return (
    <Modal opened onClose={onClose} title={t.backfillTitle} size="lg">
      <Stack gap="sm">
        <Text size="sm">{t.backfillMeans}</Text>
        <Group grow align="flex-start">
          <TextInput
            type="datetime-local"
            label={t.from}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="datetime-local"
            label={t.to}
            value={to}
            error={wrong}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </Group>
        <Text size="xs" c="dimmed">
          {t.yourTime(zone)}
          {count !== undefined && `. ${count >= MOST ? t.tooMany : `${t.planCount(count)}.`}`}
        </Text>
        <Report
          of={backfill}
          pending={t.asking}
          done={backfill.data && t.backfilled(backfill.data.accepted, backfill.data.planned)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {backfill.data ? words.close : t.keep}
          </Button>
          {!backfill.data && (
            <Button
              disabled={offline || !count || backfill.isPending}
              onClick={() => ready && backfill.mutate({ from: start.toISOString(), to: end.toISOString() })}
            >
              {t.act(count ?? 0)}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
