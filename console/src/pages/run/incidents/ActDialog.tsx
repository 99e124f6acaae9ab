import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useConnectionLost } from "~/api";
import { Report } from "~/components/report/Report";
import { useTexts } from "~/texts";
import { texts } from "./texts";
import type { useIncidentActs } from "./useIncidentActs";

/** What is about to be done to a step, its fields, and a button that says so; shut when it is done. */
export function ActDialog({
  title,
  means,
  act,
  of,
  ready,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  means: string;
  act: string;
  of: ReturnType<typeof useIncidentActs>["change"];
  ready: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTexts(texts);
  const offline = useConnectionLost() !== null;
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !offline && !of.isPending) onSubmit();
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{means}</Text>
          {children}
          {!of.isSuccess && <Report of={of} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t.keep}
            </Button>
            <Button type="submit" disabled={!ready || offline} loading={of.isPending}>
              {act}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
