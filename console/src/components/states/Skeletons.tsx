import { Skeleton } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";

const PATIENCE_MS = 150;

/**
 * Grey rows at their final height while something is read; nothing for the first 150 ms, so that a quick answer does
 * not flash.
 *
 * ```tsx
 * {runs.isPending && <Skeletons rows={12} height={32} />}
 * ```
 */
export function Skeletons({ rows, height }: { rows: number; height: number }) {
  const t = useTexts(common);
  const late = useLate();
  return (
    <div aria-busy="true" aria-label={t.loading} role="status">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ height, display: "grid", alignItems: "center" }}>
          {late && <Skeleton height={Math.min(12, height - 8)} width={`${88 - ((row * 17) % 40)}%`} />}
        </div>
      ))}
    </div>
  );
}

function useLate(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return late;
}
