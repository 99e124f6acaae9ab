import { Button, Group, Modal, Text } from "@mantine/core";
import { createContext, type ReactNode, use, useCallback, useRef, useState } from "react";

/** What a confirmation says. No "OK", no "Are you sure?": the buttons say what they do. */
export type Question = {
  /** "Cancel 312 runs?" names the act, the object and the count. */
  title: string;
  /** What will happen, what stays, what is undone. */
  body?: ReactNode;
  /** "Cancel 312 runs". */
  act: string;
  /** "Keep". */
  keep: string;
  /** Red where something is ended or removed. */
  dangerous?: boolean;
};

const Context = createContext<(question: Question) => Promise<boolean>>(() => Promise.resolve(false));

/**
 * Asks before something that cannot be taken back.
 *
 * ```tsx
 * const confirm = useConfirm();
 * if (await confirm({ title: t.cancelRuns(n), body: t.cancelMeans, act: t.cancelRuns(n), keep: t.keep, dangerous: true }))
 *   cancel.mutate(ids);
 * ```
 */
export function useConfirm(): (question: Question) => Promise<boolean> {
  return use(Context);
}

/** Holds the one dialog; in `app.tsx`. */
export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question>();
  const [open, setOpen] = useState(false);
  const answer = useRef<(yes: boolean) => void>(undefined);
  const ask = useCallback(
    (next: Question) =>
      new Promise<boolean>((resolve) => {
        answer.current?.(false);
        answer.current = resolve;
        setQuestion(next);
        setOpen(true);
      }),
    [],
  );
  const close = (yes: boolean) => {
    setOpen(false);
    answer.current?.(yes);
    answer.current = undefined;
  };
  return (
    <Context value={ask}>
      {children}
      <Modal opened={open} onClose={() => close(false)} title={question?.title} withCloseButton={false}>
        {question?.body && <Text size="sm">{question.body}</Text>}
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" data-autofocus onClick={() => close(false)}>
            {question?.keep}
          </Button>
          <Button color={question?.dangerous ? "red.8" : undefined} onClick={() => close(true)}>
            {question?.act}
          </Button>
        </Group>
      </Modal>
    </Context>
  );
}
