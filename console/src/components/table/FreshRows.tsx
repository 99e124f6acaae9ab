import { Button } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** "12 new · Show": rows that came wait behind it. */
export function FreshRows({ count, onShow }: { count: number; onShow: () => void }) {
  const t = useTexts(texts);
  if (count === 0) return null;
  return (
    <Button variant="light" size="compact-sm" leftSection={<IconArrowUp size={14} />} onClick={onShow}>
      {t.fresh(count)} · {t.show}
    </Button>
  );
}
