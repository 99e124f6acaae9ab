import type { RunStatus } from "~/api";
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconCircleX,
  IconClock,
  IconHourglass,
  IconPlayerPause,
  IconPlayerPlay,
  IconSlash,
  type Icon,
} from "@tabler/icons-react";
import { defineTexts } from "~/texts";

/** Every status in the order lists and filters show them: what a person must look at comes first. */
export const STATUSES = [
  "incident",
  "running",
  "waiting",
  "created",
  "suspended",
  "failed",
  "completed",
  "cancelled",
  "compensated",
] as const satisfies readonly RunStatus[];

/** Statuses a run never leaves again. */
export const ENDED: readonly RunStatus[] = ["completed", "failed", "cancelled", "compensated"];

export function hasEnded(status: RunStatus): boolean {
  return ENDED.includes(status);
}

export const ICONS: Record<RunStatus, Icon> = {
  created: IconClock,
  running: IconPlayerPlay,
  waiting: IconHourglass,
  incident: IconAlertTriangle,
  suspended: IconPlayerPause,
  completed: IconCheck,
  failed: IconCircleX,
  cancelled: IconSlash,
  compensated: IconArrowBackUp,
};

export const texts = defineTexts(
  {
    created: "Queued",
    running: "Running",
    waiting: "Waiting",
    incident: "Needs attention",
    suspended: "Paused",
    completed: "Done",
    failed: "Failed",
    cancelled: "Cancelled",
    compensated: "Undone",
  } satisfies Record<RunStatus, string>,
  {
    created: "У черзі",
    running: "Виконується",
    waiting: "Очікує",
    incident: "Потребує уваги",
    suspended: "Призупинено",
    completed: "Завершено",
    failed: "Помилка",
    cancelled: "Скасовано",
    compensated: "Відкочено",
  },
);
