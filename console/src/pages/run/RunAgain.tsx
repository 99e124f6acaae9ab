import { Button } from "@mantine/core";
import { IconPencil, IconPlayerPlay } from "@tabler/icons-react";
import { type Run, useConnectionLost, useMay } from "~/api";
import { LinkButton } from "~/components/link/LinkButton";
import { holdsMasked } from "~/runs/masked";
import { useStart } from "~/runs/useStart";
import { useTexts } from "~/texts";
import { texts } from "./texts";
import { useInput } from "./useInput";

/** The same run once more: with the same input at once, or with the form filled in. Secrets cannot be sent again. */
export function useRunAgain(run: Run) {
  const t = useTexts(texts);
  const may = useMay("operator");
  const offline = useConnectionLost() !== null;
  const input = useInput(run.id);
  const start = useStart(run.process);
  const masked = holdsMasked(input.data) || holdsMasked(run.business_key);
  const buttons = may && (
    <>
      {!masked && (
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={16} />}
          disabled={offline || input.data === undefined}
          loading={start.isPending}
          onClick={() => {
            if (!start.isPending)
              start.mutate({ input: input.data, businessKey: run.business_key ?? undefined });
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
