import { Button } from "@mantine/core";
import { IconPencil, IconPlayerPlay } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type Run, useConnectionLost, useMay } from "~/api";
import { LinkButton } from "~/components/link/LinkButton";
import { hasEnded } from "~/components/status/statuses";
import { holdsMasked } from "~/runs/masked";
import { useStart } from "~/runs/useStart";
import { useTexts } from "~/texts";
import { texts } from "./texts";
import { useInput, wholeInput } from "./useInput";

/** The same run once more: with the same input at once, or with the form filled in. Secrets cannot be sent again. */
export function useRunAgain(run: Run) {
  const t = useTexts(texts);
  const may = useMay("operator");
  const offline = useConnectionLost() !== null;
  const client = useQueryClient();
  const offered = may && hasEnded(run.status);
  const input = useInput(run.id, { enabled: offered });
  const start = useStart(run.process);
  const masked = input.data?.masked === true || holdsMasked(run.business_key);
  const given = async () => (await client.fetchQuery(wholeInput(run.id))).input;
  const buttons = offered && (
    <>
      {!masked && (
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={16} />}
          disabled={offline || input.data === undefined}
          loading={start.isPending}
          onClick={() => {
            if (!start.isPending) start.mutate({ input: given, businessKey: run.business_key ?? undefined });
          }}
        >
          {t.again}
        </Button>
      )}
      <LinkButton
        to="/start/$process"
        params={{ process: run.process }}
        search={{ like: run.id }}
        variant="default"
        leftSection={<IconPencil size={16} />}
        {...(masked ? { title: t.secretsAgain } : {})}
      >
        {t.againChanged}
      </LinkButton>
    </>
  );
  return { buttons, start };
}
