import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useConnectionLost } from "~/api";
import { Report } from "~/components/report/Report";

/**
 * A form over the page: what is about to be done, its fields, what went wrong, and a button that says what it does.
 * Whoever opens it shuts it when it is done.
 *
 * ```tsx
 * <ActDialog title={t.newUser} act={t.makeUser} keep={t.cancel} of={create} ready={name !== ""} onClose={onClose}
 *   onSubmit={() => create.mutate()}>
 *   <TextInput … />
 * </ActDialog>
 * ```
 */
export function ActDialog({
  title,
  means,
  act,
  keep,
  of,
  ready,
  size,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  /** What it does, in a sentence. */
  means?: string;
  act: string;
  /** The button that leaves everything as it is. */
  keep: string;
  of: { isPending: boolean; isSuccess: boolean; error: Error | null };
  /** Whether enough is filled in. */
  ready: boolean;
  size?: "lg";
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const offline = useConnectionLost() !== null;
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false} {...(size ? { size } : {})}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !offline && !of.isPending) onSubmit();
        }}
      >
        <Stack gap="sm">
          {means && <Text size="sm">{means}</Text>}
          {children}
          <Report of={of} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {keep}
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
