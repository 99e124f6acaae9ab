import { Button, Group, Popover, Select, Stack, TextInput } from "@mantine/core";
import { IconFilterPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useSession } from "~/api";
import { useTexts } from "~/texts";
import { type RunsSearch, TRIGGERS } from "./route";
import classes from "./RunsPage.module.css";
import { texts } from "./texts";

type More = Pick<RunsSearch, "version" | "key" | "var" | "by" | "trigger" | "step" | "code">;

/** Filters that are asked for less often, in one form; what is set stands as a chip as well. */
export function MoreFilters({
  search,
  versions,
  onChange,
}: {
  search: More;
  /** Of the process that is chosen; none where none is. */
  versions: number;
  onChange: (more: More) => void;
}) {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          h={36}
          leftSection={<IconFilterPlus size={14} />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t.more}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {open && (
          <Form
            search={search}
            versions={versions}
            onApply={(more) => {
              onChange(more);
              setOpen(false);
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Form({
  search,
  versions,
  onApply,
}: {
  search: More;
  versions: number;
  onApply: (more: More) => void;
}) {
  const t = useTexts(texts);
  const me = useSession().name;
  const colon = search.var?.indexOf(":") ?? -1;
  const [key, setKey] = useState(search.key ?? "");
  const [name, setName] = useState(colon < 0 ? "" : (search.var ?? "").slice(0, colon));
  const [value, setValue] = useState(colon < 0 ? "" : (search.var ?? "").slice(colon + 1));
  const [by, setBy] = useState(search.by ?? "");
  const [trigger, setTrigger] = useState(search.trigger);
  const [version, setVersion] = useState(search.version);
  const [step, setStep] = useState(search.step ?? "");
  const [code, setCode] = useState(search.code ?? "");
  const half = (name === "") !== (value === "");
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (half) return;
        onApply({
          key: key.trim() || undefined,
          var: name && value ? `${name.trim()}:${value}` : undefined,
          by: by.trim() || undefined,
          trigger,
          version,
          step: step.trim() || undefined,
          code: code.trim() || undefined,
        });
      }}
    >
      <Stack gap="xs">
        <TextInput
          data-autofocus
          label={t.key}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <Group gap="xs" grow align="flex-start">
          <TextInput
            label={t.valueName}
            placeholder="ext"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t.value}
            placeholder="1005"
            value={value}
            error={half ? t.both : undefined}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
        </Group>
        <Group gap="xs" grow align="flex-end">
          <TextInput
            label={t.by}
            placeholder="user:ann"
            value={by}
            onChange={(event) => setBy(event.currentTarget.value)}
          />
          <Button variant="default" h={36} disabled={by === me} onClick={() => setBy(me)}>
            {t.me}
          </Button>
        </Group>
        <Group gap="xs" grow>
          <Select
            label={t.trigger}
            placeholder={t.anyTrigger}
            data={TRIGGERS.map((value) => ({ value, label: t[value] }))}
            value={trigger ?? null}
            onChange={(value) => setTrigger(TRIGGERS.find((trigger) => trigger === value))}
            clearable
            comboboxProps={{ withinPortal: false }}
          />
          <Select
            label={t.version}
            placeholder={versions > 0 ? t.anyVersion : t.processFirst}
            disabled={versions === 0 && version === undefined}
            data={Array.from({ length: versions }, (_, at) => String(versions - at))}
            value={version === undefined ? null : String(version)}
            onChange={(value) => setVersion(value === null ? undefined : Number(value))}
            clearable
            searchable
            comboboxProps={{ withinPortal: false }}
          />
        </Group>
        <Group gap="xs" grow>
          <TextInput label={t.step} value={step} onChange={(event) => setStep(event.currentTarget.value)} />
          <TextInput label={t.code} value={code} onChange={(event) => setCode(event.currentTarget.value)} />
        </Group>
        <Group justify="flex-end">
          <Button type="submit" variant="default">
            {t.apply}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
