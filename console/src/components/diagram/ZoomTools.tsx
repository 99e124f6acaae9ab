import { ActionIcon, Group, Tooltip } from "@mantine/core";
import { IconArrowsMaximize, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import { defineTexts, useTexts } from "~/texts";
import type { Diagram } from "./viewer";

const texts = defineTexts(
  { in: "Zoom in", out: "Zoom out", fit: "Fit" },
  { in: "Збільшити", out: "Зменшити", fit: "Вмістити" },
);

/** Zoom and fit of a diagram. */
export function ZoomTools({ of }: { of: Diagram | undefined }) {
  const t = useTexts(texts);
  const tools = [
    { label: t.out, icon: IconZoomOut, act: () => of?.zoom(1 / 1.25) },
    { label: t.in, icon: IconZoomIn, act: () => of?.zoom(1.25) },
    { label: t.fit, icon: IconArrowsMaximize, act: () => of?.fit() },
  ];
  return (
    <Group gap={4} wrap="nowrap">
      {tools.map(({ label, icon: Picture, act }) => (
        <Tooltip key={label} label={label}>
          <ActionIcon size={28} aria-label={label} onClick={act}>
            <Picture size={16} />
          </ActionIcon>
        </Tooltip>
      ))}
    </Group>
  );
}
