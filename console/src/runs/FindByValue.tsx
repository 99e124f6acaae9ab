import { ActionIcon, Tooltip } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { createLink } from "@tanstack/react-router";
import { type AnchorHTMLAttributes, forwardRef } from "react";
import { defineTexts, useTexts } from "~/texts";
import { searchableValue } from "./searchableValue";

const texts = defineTexts(
  { find: (name: string, value: string) => `Find runs with ${name} = ${value}` },
  { find: (name, value) => `Знайти запуски, де ${name} = ${value}` },
);

const LinkIcon = createLink(
  forwardRef<HTMLAnchorElement, AnchorHTMLAttributes<HTMLAnchorElement>>((props, ref) => (
    <ActionIcon component="a" size={22} ref={ref} {...props} />
  )),
);

/**
 * "Find runs with this value", beside a single value of a run: an input, a member of its result, a variable a person
 * set. Nothing where the service does not search for such a value.
 *
 * ```tsx
 * <FindByValue name="ext" value={variables.ext} />
 * ```
 */
export function FindByValue({ name, value }: { name: string; value: unknown }) {
  const t = useTexts(texts);
  const text = searchableValue(name, value);
  if (text === undefined) return null;
  const label = t.find(name, text.length > 40 ? `${text.slice(0, 39)}…` : text);
  return (
    <Tooltip label={label}>
      <LinkIcon to="/runs" search={{ var: `${name}:${text}` }} aria-label={label}>
        <IconSearch size={14} />
      </LinkIcon>
    </Tooltip>
  );
}
