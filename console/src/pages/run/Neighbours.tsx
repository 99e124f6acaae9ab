import { ActionIcon, Anchor, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { neighbours } from "~/runs/cameFrom";
import { useShortcuts } from "~/shell/shortcuts";
import { useNumber, useTexts } from "~/texts";
import classes from "./RunPage.module.css";
import { runRoute } from "./route";
import { texts } from "./texts";

/** The run before and after in the list this one was opened from: `[` and `]`. The tab stays. */
export function Neighbours({ id }: { id: string }) {
  const t = useTexts(texts);
  const number = useNumber();
  const navigate = useNavigate();
  const { tab } = runRoute.useSearch();
  const beside = neighbours(id);
  const go = (next: string) =>
    void navigate({ to: "/runs/$id", params: { id: next }, search: tab ? { tab } : {} });
  const { previous, next } = beside ?? {};
  useShortcuts({
    ...(previous ? { BracketLeft: () => go(previous) } : {}),
    ...(next ? { BracketRight: () => go(next) } : {}),
  });
  if (!beside) return null;
  return (
    <span className={classes.neighbours}>
      <Tooltip label={`${t.previousRun} [`}>
        <ActionIcon
          size={28}
          aria-label={t.previousRun}
          disabled={!previous}
          onClick={() => previous && go(previous)}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
      </Tooltip>
      <Anchor href={beside.href} size="xs" title={t.backToList}>
        {t.placeInList(number(beside.place), number(beside.of))}
      </Anchor>
      <Tooltip label={`${t.nextRun} ]`}>
        <ActionIcon size={28} aria-label={t.nextRun} disabled={!next} onClick={() => next && go(next)}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
