import { ActionIcon, Button, Group, Select, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { type Answer, send, useChange, type Workplace } from "~/api";
import { useConfirm } from "~/components/confirm/Confirm";
import { Panel } from "~/components/panel/Panel";
import { ErrorNote } from "~/components/states/ErrorNote";
import { useSay } from "~/sections/say";
import { useTexts } from "~/texts";
import { texts } from "./texts";
import classes from "./Workplaces.module.css";

/** A button beside an input with a label over it: what is said below the input does not move it. */
export const BESIDE_INPUT = 20;

type Sections = Answer<"/api/v1/sections", "get">["items"];

/** One workplace: its name, its sections in order, and its own place among the others. */
export function WorkplacePanel({
  workplace,
  others: names,
  sections,
  may,
  onMove,
}: {
  workplace: Workplace;
  /** What the other workplaces are called. */
  others: readonly string[];
  sections: Sections;
  may: boolean;
  /** The move by so many places, where there is one. */
  onMove: (by: number) => (() => void) | undefined;
}) {
  const t = useTexts(texts);
  const say = useSay();
  const confirm = useConfirm();
  const [name, setName] = useState(workplace.name);
  const refresh = ["/api/v1/workplaces" as const];
  const params = { path: { id: workplace.id } };
  const keys = workplace.sections.map(({ key }) => key);
  const change = useChange(
    (to: { name?: string; sections?: string[] }) =>
      send("put", "/api/v1/workplaces/{id}", {
        params,
        body: { name: workplace.name, sections: keys, version: workplace.version, ...to },
      }),
    { refresh },
  );
  const remove = useChange(() => send("delete", "/api/v1/workplaces/{id}", { params }), { refresh });
  const taken = names.includes(name.trim());
  const able = may && !change.isPending && !remove.isPending;
  const move = (at: number, by: number) => {
    const next = [...keys];
    next.splice(at + by, 0, ...next.splice(at, 1));
    change.mutate({ sections: next });
  };
  const askDelete = async () => {
    const question = {
      title: t.deleteTitle(workplace.name),
      body: t.deleteBody,
      act: t.deleteAct(workplace.name),
      keep: t.keep,
      dangerous: true,
    };
    if (await confirm(question)) remove.mutate();
  };
  const others = sections.filter(({ key }) => !keys.includes(key));
  const [up, down] = [onMove(-1), onMove(1)];
  return (
    <Panel
      title={workplace.name}
      tools={
        may && (
          <Group gap={4}>
            <Arrows what={workplace.name} able={able} up={up} down={down} />
            <Button
              variant="subtle"
              c="var(--mantine-color-error)"
              disabled={!able}
              onClick={() => void askDelete()}
            >
              {t.delete}
            </Button>
          </Group>
        )
      }
    >
      {workplace.sections.length === 0 && <p className={classes.intro}>{t.empty}</p>}
      <ol className={classes.list}>
        {workplace.sections.map((section, at) => (
          <li key={section.key}>
            <span className={classes.what}>
              {say(section)}
              {!section.available && <span className={classes.intro}>, {t.gone}</span>}
            </span>
            {may && (
              <>
                <Arrows
                  what={say(section)}
                  able={able}
                  up={at > 0 ? () => move(at, -1) : undefined}
                  down={at < keys.length - 1 ? () => move(at, 1) : undefined}
                />
                <ActionIcon
                  aria-label={t.takeOut(say(section))}
                  disabled={!able}
                  onClick={() => change.mutate({ sections: keys.filter((key) => key !== section.key) })}
                >
                  <IconX size={16} />
                </ActionIcon>
              </>
            )}
          </li>
        ))}
      </ol>
      {may && (
        <Group gap="xs" mt="sm" align="start">
          {others.length > 0 && (
            <Select
              label={t.addSection}
              placeholder={t.choose}
              data={others.map((section) => ({ value: section.key, label: say(section) }))}
              value={null}
              w={260}
              disabled={!able}
              onChange={(key) => key && change.mutate({ sections: [...keys, key] })}
            />
          )}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (able && name.trim() && name.trim() !== workplace.name && !taken)
                change.mutate({ name: name.trim() });
            }}
          >
            <Group gap="xs" align="start">
              <TextInput
                label={t.name}
                error={taken && t.taken(name.trim())}
                value={name}
                maxLength={100}
                w={260}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <Button
                type="submit"
                variant="default"
                size="sm"
                mt={BESIDE_INPUT}
                disabled={!able || !name.trim() || name.trim() === workplace.name || taken}
              >
                {t.rename}
              </Button>
            </Group>
          </form>
        </Group>
      )}
      {[change.error, remove.error].map((error, at) => error && <ErrorNote key={at} error={error} />)}
    </Panel>
  );
}

function Arrows({
  what,
  able,
  up,
  down,
}: {
  what: string;
  able: boolean;
  up: (() => void) | undefined;
  down: (() => void) | undefined;
}) {
  const t = useTexts(texts);
  return (
    <>
      <ActionIcon aria-label={t.up(what)} disabled={!able || !up} onClick={up}>
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon aria-label={t.down(what)} disabled={!able || !down} onClick={down}>
        <IconArrowDown size={16} />
      </ActionIcon>
    </>
  );
}
