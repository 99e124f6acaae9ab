import { Select, type SelectProps, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { read } from "~/api";
import { useTexts } from "~/texts";
import { texts } from "./texts";
import type { FormPlace } from "./useSectionForm";

const QUIET_MS = 250;

/** Chooses a record of the system behind: it is searched there while one types. */
export function LookupInput({
  section,
  field,
  place,
  value,
  chosen,
  onChange,
  ...input
}: Omit<SelectProps, "data" | "value" | "onChange"> & {
  section: string;
  field: string;
  place: FormPlace;
  value: string | null;
  /** What the chosen one is called. */
  chosen: string;
  onChange: (value: string | null, label: string) => void;
}) {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(chosen);
  const [known, setKnown] = useState(chosen);
  if (known !== chosen) {
    setKnown(chosen);
    setTyped(chosen);
  }
  // The name of the chosen one stands in the input and is no search.
  const wanted = typed === chosen ? "" : typed.trim();
  const [q] = useDebouncedValue(wanted, QUIET_MS);
  const found = useQuery({
    ...read("/api/v1/sections/{section}/lookups/{field}", {
      params: { path: { section, field }, query: { ...place, ...(q ? { q } : {}), limit: 50 } },
    }),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  // Until the system behind has searched, what is known already is: nobody takes the first of the list before.
  const searched = wanted === q && !found.isPlaceholderData;
  const items = (found.data?.items ?? []).filter((item) => searched || fits(item, wanted));
  const details = new Map(items.map((item) => [item.value, item.detail]));
  const data = items.map((item) => ({ value: item.value, label: item.label }));
  if (value && !details.has(value) && !wanted) data.unshift({ value, label: chosen || value });
  return (
    <Select
      {...input}
      data={data}
      value={value}
      searchable
      clearable={!input.required}
      placeholder={t.choose}
      searchValue={typed}
      onSearchChange={setTyped}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => {
        setOpen(false);
        setTyped(chosen);
      }}
      onChange={(next, option) => {
        setTyped(option?.label ?? "");
        onChange(next, option?.label ?? "");
      }}
      // The system behind has searched.
      filter={({ options }) => options}
      maxDropdownHeight={280}
      nothingFoundMessage={
        !searched || found.isFetching ? t.searching : (found.error?.detail ?? t.nothingFound)
      }
      renderOption={({ option }) => (
        <div>
          <div>{option.label}</div>
          {details.get(option.value) && details.get(option.value) !== option.label && (
            <Text size="xs" c="dimmed">
              {details.get(option.value)}
            </Text>
          )}
        </div>
      )}
    />
  );
}

function fits({ label, detail }: { label: string; detail?: string | null }, wanted: string): boolean {
  return `${label} ${detail ?? ""}`.toLocaleLowerCase().includes(wanted.toLocaleLowerCase());
}
