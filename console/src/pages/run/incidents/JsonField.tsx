import { Textarea } from "@mantine/core";
import { parseJson } from "~/api";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** A value as a person types it: the JSON it is, or nothing where it is none yet. Digits beyond 2^53 are kept. */
export function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: parseJson(text) };
  } catch {
    return undefined;
  }
}

/** A value written as JSON; says so where it is none. */
export function JsonField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const t = useTexts(texts);
  return (
    <Textarea
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={parsed(value) ? undefined : t.notJson}
      autosize
      maxRows={12}
      spellCheck={false}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 13 } }}
    />
  );
}
