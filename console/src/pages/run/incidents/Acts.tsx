import { Button } from "@mantine/core";
import { IconArrowRight, IconPencil, IconPlayerSkipForward } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Incident } from "~/runs/incidents";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** What is asked for in a dialog. */
export type Kind = "edit" | "skip" | "move";

/** What somebody may do about steps that stopped. */
export type Able = {
  /** Nothing is offered to who may not. */
  may: boolean;
  /** Why nothing can be done now; the buttons stay where they are. */
  off: string | undefined;
  onAsk: (kind: Kind, at: Incident) => void;
  onRetry: (of: [Incident, ...Incident[]]) => void;
};

/** The buttons of one step that stopped, beside its retry: only what can be done about it. */
export function Acts({ at, small = false, may, off, onAsk }: Able & { at: Incident; small?: boolean }) {
  const t = useTexts(texts);
  if (!may) return null;
  const act = (kind: Kind, icon: ReactNode, words: string) => (
    <Act small={small} icon={icon} at={at} off={off} onClick={() => onAsk(kind, at)}>
      {words}
    </Act>
  );
  return (
    <>
      {act("edit", <IconPencil size={16} />, t.editRetry)}
      {at.can_skip && act("skip", <IconPlayerSkipForward size={16} />, t.skip)}
      {at.can_move && act("move", <IconArrowRight size={16} />, t.move)}
    </>
  );
}

export function Act({
  small,
  icon,
  at,
  off,
  onClick,
  children,
}: {
  small: boolean;
  icon: ReactNode;
  at: Incident;
  off: string | undefined;
  onClick: () => void;
  children: string;
}) {
  const t = useTexts(texts);
  return (
    <Button
      variant="default"
      leftSection={icon}
      onClick={onClick}
      disabled={off !== undefined}
      title={off}
      // Several steps have the same words on their buttons.
      {...(small ? { size: "compact-sm", "aria-label": t.of(children, at.step) } : {})}
    >
      {children}
    </Button>
  );
}
