import { useNavigate } from "@tanstack/react-router";
import { type Schedule, send, useChange, useConnectionLost, useMay } from "~/api";

/** Readings that a change of a schedule makes old. */
export const REFRESH = [
  "/api/v1/schedules",
  "/api/v1/schedules/{id}",
  "/api/v1/schedules/{id}/firings",
  "/api/v1/schedules/{id}/preview",
  "/api/v1/schedules/calendar",
  "/api/v1/schedules/upcoming",
] as const;

/** Pauses a schedule, or lets it go on. */
export function setPaused(id: string, paused: boolean) {
  const path = { params: { path: { id } } };
  return paused
    ? send("post", "/api/v1/schedules/{id}/pause", path)
    : send("post", "/api/v1/schedules/{id}/resume", path);
}

/** What a person can do to a schedule, on the list and on its page; what cannot be used is `undefined`. */
export function useScheduleActions(schedule: Pick<Schedule, "id" | "paused">) {
  const may = useMay("operator");
  const offline = useConnectionLost() !== null;
  const usable = may && !offline;
  const navigate = useNavigate();
  const pausing = useChange((paused: boolean) => setPaused(schedule.id, paused), { refresh: [...REFRESH] });
  const running = useChange(
    () => send("post", "/api/v1/schedules/{id}/run", { params: { path: { id: schedule.id } } }),
    {
      refresh: [...REFRESH],
      // A start that failed for good has no run to land on: its reason is said beside the button.
      onSuccess: ({ run_id }) => {
        if (run_id) void navigate({ to: "/runs/$id", params: { id: run_id } });
      },
    },
  );
  return {
    pausing,
    running,
    togglePaused: usable && !pausing.isPending ? () => pausing.mutate(!schedule.paused) : undefined,
    runNow: usable && !running.isPending ? () => running.mutate() : undefined,
  };
}
