import { useNavigate } from "@tanstack/react-router";
import { send, useChange, usePress } from "~/api";
import { preference, setPreference } from "~/preferences";

const MOST_RECENT = 10;

/** What is given to a start; an input that is large is read when it is needed. */
export type Given = { input: unknown; businessKey?: string | undefined };

/** Starts a run of a process once, however often the button is pressed, and leads to it. */
export function useStart(process: string) {
  const navigate = useNavigate();
  const press = usePress();
  return useChange(
    async ({ input, businessKey }: Given) => {
      const given: unknown = typeof input === "function" ? await (input as () => Promise<unknown>)() : input;
      const body = {
        input: (given ?? {}) as Record<string, unknown>,
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
