import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useConnectionLost } from "~/api";
import { Report } from "~/components/report/Report";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** A form over the page: fields, how it went, and a button that says what it does. */
export function FormDialog({
  title,
  act,
  of,
  ready,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  act: string;
  of: { isPending: boolean; isSuccess: boolean; error: Error | null };
  ready: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTexts(texts);
  const offline = useConnectionLost() !== null;
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !offline && !of.isPending) onSubmit();
        }}
      >
        <Stack gap="sm">
          {children}
          <Report of={of} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t.cancel}
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
