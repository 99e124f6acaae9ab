import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useShortcuts } from "~/shell/shortcuts";

const DEBOUNCE_MS = 300;

/**
 * A text that filters while it is typed: told on after 300 ms of quiet. `/` puts the cursor into it. The value is the
 * address's; replace the history entry in `onChange`, typing must not fill it.
 */
export function SearchInput({
  label,
  value,
  onChange,
  width = 260,
}: {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  width?: number | "100%";
}) {
  const [typed, setTyped] = useState(value ?? "");
  const [known, setKnown] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  // Back, or a chip that was removed: the address has another value than what was typed.
  if (known !== value) {
    setKnown(value);
    setTyped(value ?? "");
  }
  const tell = () => {
    const next = typed.trim() || undefined;
    if (next === value) return;
    setKnown(next);
    onChange(next);
  };
  const tellLater = useEffectEvent(tell);
  useEffect(() => {
    const timer = setTimeout(() => tellLater(), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useShortcuts({ Slash: () => input.current?.focus() });
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      w={width}
      leftSection={<IconSearch size={14} />}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") tell();
      }}
    />
  );
}
