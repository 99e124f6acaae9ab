import { useQuery } from "@tanstack/react-query";
import { read } from "~/api";
import { hasEnded } from "~/components/status/statuses";

/**
 * Whether the run that a press started is still under way: its button waits, so that the second click of a double click
 * starts nothing. `RunInPlace` keeps the reading fresh.
 */
export function useGoing(run: string | undefined): boolean {
  const { data, error } = useQuery({
    ...read("/api/v1/runs/{id}", { params: { path: { id: run ?? "" } } }),
    enabled: run !== undefined,
  });
  if (run === undefined || error) return false;
  return !data || !(hasEnded(data.status) || data.status === "incident");
}
