import { useState } from "react";

/**
 * What is shown of rows that are read again and again while somebody points at them: rows keep their place and get their
 * new values, those that are gone stay as they were, new ones wait. Nothing moves under the pointer.
 */
export function held<Row>(
  shown: readonly Row[],
  read: readonly Row[],
  rowKey: (row: Row) => string,
): readonly Row[] {
  const latest = new Map(read.map((row) => [rowKey(row), row]));
  return shown.map((row) => latest.get(rowKey(row)) ?? row);
}

/** {@link held} while the mouse or the focus is within; put `within` on the element around the rows. */
export function useHeld<Row>(read: readonly Row[], rowKey: (row: Row) => string) {
  const [shown, setShown] = useState<readonly Row[]>();
  const hold = () => setShown((now) => now ?? read);
  const release = () => setShown(undefined);
  return {
    rows: shown ? held(shown, read, rowKey) : read,
    within: {
      onPointerEnter: hold,
      onPointerLeave: release,
      onFocus: hold,
      onBlur: (event: React.FocusEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget)) release();
      },
    },
  };
}
