import {
  IconAlertTriangle,
  IconCheck,
  IconCircleX,
  IconHourglass,
  IconPlayerPlay,
  IconPlayerSkipForward,
  type Icon,
} from "@tabler/icons-react";
import type { FiringOutcome, RunStatus } from "~/api";

/** In the order of the documentation. */
export const OUTCOMES = [
  "starting",
  "queued",
  "fired",
  "skipped",
  "missed",
  "failed",
] as const satisfies readonly FiringOutcome[];

/** How an outcome looks: its icon, and the status of runs whose tint it has. */
export const LOOKS: Record<FiringOutcome, { as: RunStatus; icon: Icon }> = {
  starting: { as: "running", icon: IconPlayerPlay },
  queued: { as: "waiting", icon: IconHourglass },
  fired: { as: "completed", icon: IconCheck },
  skipped: { as: "suspended", icon: IconPlayerSkipForward },
  missed: { as: "incident", icon: IconAlertTriangle },
  failed: { as: "failed", icon: IconCircleX },
};
