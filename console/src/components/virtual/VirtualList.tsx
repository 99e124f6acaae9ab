import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";

/**
 * A list of any length of which only what is seen is in the page: ten thousand rows scroll like ten. Rows may open and
 * grow; they are measured.
 *
 * ```tsx
 * <VirtualList label={t.journal} items={facts} itemKey={(fact) => fact.seq} rowHeight={32} height={480}
 *   onEnd={() => hasNext && fetchNext()}>
 *   {(fact) => <FactRow fact={fact} />}
 * </VirtualList>
 * ```
 */
export function VirtualList<Item>({
  label,
  items,
  itemKey,
  rowHeight,
  height,
  onEnd,
  children,
}: {
  label: string;
  items: readonly Item[];
  itemKey: (item: Item) => string | number;
  rowHeight: number;
  /** Of the window onto the list; any CSS length. */
  height: number | string;
  /** The end is near: more may be read. */
  onEnd?: () => void;
  children: (item: Item, index: number) => ReactNode;
}) {
  const window = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- its result is used here only, nothing memoises it
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => window.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : itemKey(item);
    },
    overscan: 12,
  });
  const seen = rows.getVirtualItems();
  const last = seen.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= items.length - 20) onEnd?.();
  }, [last, items.length, onEnd]);
  return (
    // Focus, so that the keyboard can scroll it.
    <div
      ref={window}
      role="list"
      aria-label={label}
      tabIndex={0}
      style={{ height, overflow: "auto", contain: "strict" }}
    >
      <div style={{ height: rows.getTotalSize(), position: "relative" }}>
        {seen.map((row) => {
          const item = items[row.index];
          return (
            <div
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              role="listitem"
              style={{
                position: "absolute",
                insetInline: 0,
                top: 0,
                minHeight: rowHeight,
                transform: `translateY(${row.start}px)`,
              }}
            >
              {item !== undefined && children(item, row.index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
