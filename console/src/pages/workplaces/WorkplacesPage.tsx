import { Button, Group, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { read, send, useChange, useConnectionLost, useMay } from "~/api";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Empty } from "~/components/states/Empty";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Reading } from "~/components/states/Reading";
import { useTexts } from "~/texts";
import { texts } from "./texts";
import { BESIDE_INPUT, WorkplacePanel } from "./WorkplacePanel";
import classes from "./Workplaces.module.css";

/** `/workplaces`: which sections stand in the side menu, under which names and in which order. */
export function WorkplacesPage() {
  const t = useTexts(texts);
  const administrator = useMay("administrator");
  const offline = useConnectionLost() !== null;
  const may = administrator && !offline;
  const workplaces = useQuery(read("/api/v1/workplaces"));
  const sections = useQuery(read("/api/v1/sections"));
  const order = useChange((ids: string[]) => send("put", "/api/v1/workplaces", { body: { order: ids } }), {
    refresh: ["/api/v1/workplaces"],
  });
  return (
    <Page title={t.title}>
      <p className={classes.intro}>{administrator ? t.intro : t.mayNot}</p>
      {order.error && <ErrorNote error={order.error} />}
      <Reading of={workplaces}>
        {({ items }) => (
          <>
            {items.length === 0 && <Empty title={t.none}>{t.noneWhy}</Empty>}
            {items.map((workplace, at) => (
              <WorkplacePanel
                key={`${workplace.id} ${workplace.version}`}
                workplace={workplace}
                others={items.filter(({ id }) => id !== workplace.id).map(({ name }) => name)}
                sections={sections.data?.items ?? []}
                may={may && !order.isPending}
                onMove={(by) => {
                  const to = at + by;
                  if (to < 0 || to >= items.length) return undefined;
                  const ids = items.map(({ id }) => id);
                  ids.splice(to, 0, ...ids.splice(at, 1));
                  return () => order.mutate(ids);
                }}
              />
            ))}
          </>
        )}
      </Reading>
      {administrator && (
        <NewWorkplace may={may} names={workplaces.data?.items.map(({ name }) => name) ?? []} />
      )}
    </Page>
  );
}

function NewWorkplace({ may, names }: { may: boolean; names: readonly string[] }) {
  const t = useTexts(texts);
  const [name, setName] = useState("");
  const taken = names.includes(name.trim());
  const create = useChange(
    () => send("post", "/api/v1/workplaces", { body: { name: name.trim(), sections: [] } }),
    { refresh: ["/api/v1/workplaces"], onSuccess: () => setName("") },
  );
  return (
    <Panel>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (may && name.trim() && !taken && !create.isPending) create.mutate();
        }}
      >
        <Group gap="xs" align="start">
          <TextInput
            label={t.newName}
            error={taken && !create.isPending && t.taken(name.trim())}
            w={320}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            type="submit"
            size="sm"
            mt={BESIDE_INPUT}
            loading={create.isPending}
            disabled={!may || !name.trim() || taken}
          >
            {t.create}
          </Button>
        </Group>
      </form>
      {create.error && <ErrorNote error={create.error} />}
    </Panel>
  );
}
