import { useNavigate } from "@tanstack/react-router";
import { send, useChange, usePress } from "~/api";
import { preference, setPreference } from "~/preferences";

const MOST_RECENT = 10;

/** What is given to a start. */
export type Given = { input: unknown; businessKey?: string | undefined };

/** Starts a run of a process once, however often the button is pressed, and leads to it. */
export function useStart(process: string) {
  const navigate = useNavigate();
  const press = usePress();
  return useChange(
    ({ input, businessKey }: Given) => {
      const body = {
        input: (input ?? {}) as Record<string, unknown>,
        ...(businessKey ? { business_key: businessKey } : {}),
      };
      return press(body, (header) =>
        send("post", "/api/v1/processes/{key}/runs", { params: { path: { key: process }, header }, body }),
      );
    },
    {
      refresh: ["/api/v1/runs"],
      onSuccess: async (run) => {
        const recent = [process, ...preference("recent").filter((each) => each !== process)];
        setPreference("recent", recent.slice(0, MOST_RECENT));
        await navigate({ to: "/runs/$id", params: { id: run.id } });
      },
    },
  );
}
