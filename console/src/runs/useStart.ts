import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { send, useChange, writeJson } from "~/api";
import { preference, setPreference } from "~/preferences";
import { StartKey } from "./startKey";

const MOST_RECENT = 10;

/** What is given to a start. */
export type Given = { input: unknown; businessKey?: string | undefined };

/** Starts a run of a process once, however often the button is pressed, and leads to it. */
export function useStart(process: string) {
  const navigate = useNavigate();
  const [key] = useState(() => new StartKey());
  return useChange(
    ({ input, businessKey }: Given) => {
      const body = {
        input: (input ?? {}) as Record<string, unknown>,
        ...(businessKey ? { business_key: businessKey } : {}),
      };
      const header = { "Idempotency-Key": key.for(writeJson(body)) };
      return send("post", "/api/v1/processes/{key}/runs", {
        params: { path: { key: process }, header },
        body,
      });
    },
    {
      refresh: ["/api/v1/runs"],
      onSuccess: async (run) => {
        key.spent();
        const recent = [process, ...preference("recent").filter((each) => each !== process)];
        setPreference("recent", recent.slice(0, MOST_RECENT));
        await navigate({ to: "/runs/$id", params: { id: run.id } });
      },
      onError: (error) => {
        // An answer came: it was not started. Without one nobody knows, and the same key asks again.
        if (error.status >= 400 && error.status < 500) key.spent();
      },
    },
  );
}
