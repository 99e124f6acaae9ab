import { IconClock, IconClockExclamation, type Icon } from "@tabler/icons-react";
import type { RunStatus } from "~/api";
import { LOOKS } from "../outcomes";
import type { Look } from "./entries";

/** How a mark looks: its icon, and the status of runs whose tint it has. */
export const MARKS: Record<Look, { as: RunStatus; icon: Icon }> = {
  ...LOOKS,
  late: { as: "suspended", icon: IconClockExclamation },
  planned: { as: "created", icon: IconClock },
};
