import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
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

/** What the field for a reason says: its name, and where the reason is kept. */
export type ReasonField = { label: string; hint: string };

/** What was said to a question. */
type Said = { yes: boolean; reason: string };
type Ask = (question: Question & { reason?: ReasonField }) => Promise<Said>;

/** As long as the service takes it. */
const LONGEST_REASON = 1000;
const NO: Said = { yes: false, reason: "" };
const Context = createContext<Ask>(() => Promise.resolve(NO));

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
  const ask = use(Context);
  return useCallback(async (question) => (await ask(question)).yes, [ask]);
}

/**
 * Asks before something whose reason others will want to know, with a field for it that may stay empty. Nothing where the
 * answer is no.
 *
 * ```tsx
 * const ask = useAskReason();
 * const said = await ask({ title: t.cancelRun, act: t.cancel, keep: t.keep, dangerous: true, reason: t.reason });
 * if (said) cancel.mutate(said);
 * ```
 */
export function useAskReason(): (
  question: Question & { reason: ReasonField },
) => Promise<{ reason?: string } | undefined> {
  const ask = use(Context);
  return useCallback(
    async (question) => {
      const { yes, reason } = await ask(question);
      if (!yes) return undefined;
      const said = reason.trim();
      return said ? { reason: said } : {};
    },
    [ask],
  );
}

/** Holds the one dialog; in `app.tsx`. */
export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Parameters<Ask>[0]>();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const answer = useRef<(said: Said) => void>(undefined);
  const ask = useCallback<Ask>(
    (next) =>
      new Promise((resolve) => {
        answer.current?.(NO);
        answer.current = resolve;
        setQuestion(next);
        setReason("");
        setOpen(true);
      }),
    [],
  );
  const close = (yes: boolean) => {
    setOpen(false);
    answer.current?.({ yes, reason });
    answer.current = undefined;
  };
  return (
    <Context value={ask}>
      {children}
      <Modal opened={open} onClose={() => close(false)} title={question?.title} withCloseButton={false}>
        {question?.body && (
          <Text size="sm" component="div">
            {question.body}
          </Text>
        )}
        {question?.reason && (
          <TextInput
            mt="md"
            label={question.reason.label}
            description={question.reason.hint}
            maxLength={LONGEST_REASON}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
        )}
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
