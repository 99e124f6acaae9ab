import { Button } from "@mantine/core";
import { IconFilterOff, IconInbox, type Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTexts } from "~/texts";
import classes from "./States.module.css";
import { texts } from "./texts";

/**
 * Nothing exists yet: says what creates it, and offers that.
 *
 * ```tsx
 * <Empty title={t.none} action={<LinkButton to="/start">Run a process</LinkButton>}>{t.noneWhy}</Empty>
 * ```
 */
export function Empty({
  title,
  children,
  action,
  icon: Picture = IconInbox,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  icon?: Icon;
}) {
  return (
    <div className={classes.empty}>
      <Picture size={32} stroke={1.5} aria-hidden />
      <strong>{title}</strong>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** Things exist, the filters match none: the chips stand above, this clears them. */
export function NoneMatch({ onClear }: { onClear: () => void }) {
  const t = useTexts(texts);
  return (
    <Empty
      title={t.noneMatch}
      icon={IconFilterOff}
      action={
        <Button variant="default" onClick={onClear}>
          {t.clear}
        </Button>
      }
    />
  );
}
