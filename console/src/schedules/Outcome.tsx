import type { FiringOutcome, Schedule } from "~/api";
import { IconCircleCheck, IconClockX, IconPlayerPause } from "@tabler/icons-react";
import { Tinted } from "~/components/status/Tinted";
import { useTexts } from "~/texts";
import { LOOKS } from "./outcomes";
import { texts } from "./texts";

/** What became of a planned time. */
export function Outcome({ of }: { of: FiringOutcome }) {
  const t = useTexts(texts);
  return <Tinted {...LOOKS[of]} word={t[of]} />;
}

/** Whether a schedule fires: on, paused, or over because nothing comes any more. */
export function ScheduleState({ of, large }: { of: Schedule; large?: boolean }) {
  const t = useTexts(texts);
  const size = large ? { large } : {};
  if (of.paused) return <Tinted as="suspended" icon={IconPlayerPause} word={t.paused} {...size} />;
  if (!of.next_planned_at) return <Tinted as="cancelled" icon={IconClockX} word={t.over} {...size} />;
  return <Tinted as="completed" icon={IconCircleCheck} word={t.on} {...size} />;
}
