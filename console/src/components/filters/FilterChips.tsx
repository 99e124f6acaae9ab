import { ActionIcon, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { defineTexts, useTexts } from "~/texts";
import classes from "./Filters.module.css";

const texts = defineTexts(
  { remove: (name: string) => `Remove the filter ${name}`, clear: "Clear" },
  { remove: (name) => `Прибрати фільтр ${name}`, clear: "Очистити" },
);

/** A filter that is set: what it is of, what it lets through, and how to take it away. */
export type Filter = { name: string; value: string; onRemove: () => void };

/**
 * Every filter that is set, also one set by default: none is hidden. The state is the address; `onRemove` navigates.
 *
 * ```tsx
 * <FilterChips filters={[{ name: t.process, value: search.process, onRemove: () => set({ process: undefined }) }]}
 *   onClear={clear} />
 * ```
 */
export function FilterChips({ filters, onClear }: { filters: readonly Filter[]; onClear: () => void }) {
  const t = useTexts(texts);
  if (filters.length === 0) return null;
  return (
    <div className={classes.chips}>
      {filters.map((filter) => (
        <span className={classes.chip} key={filter.name}>
          <span>
            <span className={classes.name}>{filter.name}:</span> {filter.value}
          </span>
          <ActionIcon size={22} aria-label={t.remove(filter.name)} onClick={filter.onRemove}>
            <IconX size={12} />
          </ActionIcon>
        </span>
      ))}
      <Button variant="subtle" size="compact-sm" onClick={onClear}>
        {t.clear}
      </Button>
    </div>
  );
}
