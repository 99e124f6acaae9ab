import { IconCheck, IconClock, IconPlayerPlay, IconPlayerStop, type Icon } from "@tabler/icons-react";
import type { Bulk, RunStatus } from "~/api";
import { Tinted } from "~/components/status/Tinted";
import { defineTexts, useTexts } from "~/texts";

const texts = defineTexts(
  { preview: "Not started", running: "Under way", finished: "Finished", stopped: "Stopped" },
  { preview: "Не почато", running: "Триває", finished: "Закінчено", stopped: "Зупинено" },
);

const LOOKS: Record<Bulk["state"], [RunStatus, Icon]> = {
  preview: ["created", IconClock],
  running: ["running", IconPlayerPlay],
  finished: ["completed", IconCheck],
  stopped: ["suspended", IconPlayerStop],
};

/** How far an act on many runs is, in the look of statuses. */
export function BulkState({ of, large }: { of: Bulk["state"]; large?: boolean }) {
  const t = useTexts(texts);
  const [as, icon] = LOOKS[of];
  return <Tinted as={as} icon={icon} word={t[of]} {...(large ? { large } : {})} />;
}
