import { Button, Popover, Select, Stack, TextInput } from "@mantine/core";
import { IconFilterPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { ColumnInfo, FilterOperator } from "~/api";
import { useZone } from "~/components/time/Time";
import { fromField } from "~/schedules/range";
import { useTexts } from "~/texts";
import { type ColumnFilter, OPERATORS } from "~/sections/filters";
import { useSay } from "~/sections/say";
import { texts as words } from "~/sections/texts";
import { texts } from "./texts";

/** One more filter: a column, how it is compared, and with what. */
export function AddFilter({
  columns,
  onAdd,
}: {
  columns: readonly ColumnInfo[];
  onAdd: (filter: ColumnFilter) => void;
}) {
  const t = useTexts(texts);
  const w = useTexts(words);
  const say = useSay();
  const utc = useZone() === "UTC";
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState<string | null>(null);
  const [operator, setOperator] = useState<FilterOperator | null>(null);
  const [value, setValue] = useState("");
  const able = columns.filter(({ filters }) => filters.length > 0);
  const column = able.find((each) => each.key === key);
  const operators = column ? operatorsOf(column) : [];
  const chosen = operators.find((each) => each === operator) ?? operators[0];
  if (able.length === 0) return null;
  const choices =
    column?.type === "boolean"
      ? [
          { value: "true", label: w.yes },
          { value: "false", label: w.no },
        ]
      : column?.choices?.map((choice) => ({ value: String(choice.value), label: say(choice) }));
  const day = column?.type === "time";
  const add = () => {
    if (!column || !chosen || !value.trim()) return;
    onAdd({ column: column.key, operator: chosen, value: day ? momentOf(value, chosen, utc) : value.trim() });
    setOpen(false);
    setKey(null);
    setOperator(null);
    setValue("");
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" shadow="md" width={280} trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconFilterPlus size={14} />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t.filter}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <Stack gap="xs">
            <Select
              label={t.column}
              data={able.map((each) => ({ value: each.key, label: say(each) }))}
              value={key}
              onChange={(next) => {
                setKey(next);
                setOperator(null);
                setValue("");
              }}
              comboboxProps={{ withinPortal: false }}
              data-autofocus
            />
            {operators.length > 1 && (
              <Select
                label={t.comparison}
                data={operators.map((each) => ({ value: each, label: t[each] }))}
                value={chosen ?? null}
                allowDeselect={false}
                onChange={(next) => setOperator(OPERATORS.find((each) => each === next) ?? null)}
                comboboxProps={{ withinPortal: false }}
              />
            )}
            {choices?.length ? (
              <Select
                label={t.value}
                data={choices}
                value={value || null}
                onChange={(next) => setValue(next ?? "")}
                comboboxProps={{ withinPortal: false }}
              />
            ) : (
              <TextInput
                label={t.value}
                type={day ? "date" : "text"}
                value={value}
                disabled={!column}
                onChange={(event) => setValue(event.currentTarget.value)}
              />
            )}
            <Button type="submit" size="sm" variant="light" disabled={!column || !value.trim()}>
              {t.apply}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A lookup is compared by its name where that can be; its id is nothing people write. */
function operatorsOf(column: ColumnInfo): FilterOperator[] {
  const all = OPERATORS.filter((each) => column.filters.includes(each));
  return column.type === "lookup" && all.length > 1 ? all.filter((each) => each !== "eq") : all;
}

/** A day as the moment it begins, or ends, by the clock of the page. */
function momentOf(day: string, operator: FilterOperator, utc: boolean): string {
  const clock = operator === "to" ? "23:59:59" : "00:00:00";
  return fromField(`${day}T${clock}`, utc)?.toISOString() ?? "";
}
