import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type DetailInfo, read, type RecordInfo, type RecordRow, send, useChange, usePress } from "~/api";
import { useConfirm } from "~/components/confirm/Confirm";
import { Empty } from "~/components/states/Empty";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Reading } from "~/components/states/Reading";
import { type Column, DataTable } from "~/components/table/DataTable";
import { FormDialog } from "~/sections/FormDialog";
import { questionOf, useSay } from "~/sections/say";
import classes from "~/sections/Sections.module.css";
import { texts as words } from "~/sections/texts";
import { useWhyNot } from "~/sections/useWhyNot";
import { Value } from "~/sections/Value";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** A child list of a record, with "+" and a bin at each row. */
export function DetailTable({
  section,
  record,
  detail,
  onStarted,
}: {
  section: string;
  record: RecordInfo;
  detail: DetailInfo;
  onStarted: (act: string, run: string) => void;
}) {
  const t = useTexts(texts);
  const w = useTexts(words);
  const say = useSay();
  const whyNot = useWhyNot();
  const confirm = useConfirm();
  const [adding, setAdding] = useState(false);
  const path = { section, id: record.id, detail: detail.key };
  const rows = useDetailRows(section, record.id, detail);
  const press = usePress();
  const remove = useChange(async (row: string) => {
    const started = await press(row, (header) =>
      send("delete", "/api/v1/sections/{section}/records/{id}/details/{detail}/{row}", {
        params: { path: { ...path, row }, header },
      }),
    );
    onStarted(`${detail.key}/delete`, started.run.id);
  });
  const removeWord = (detail.delete && say(detail.delete)) || w.delete;
  const addWord = (detail.add && say(detail.add)) || w.add;
  const ask = async (row: RecordRow) => {
    const question = {
      title: t.removeTitle(removeWord, row.title),
      ...questionOf(say(row, "delete_confirm")),
      act: t.remove(removeWord, row.title),
      keep: w.keep,
      dangerous: true,
    };
    if (await confirm(question)) remove.mutate(row.id);
  };
  const columns: Column<RecordRow>[] = detail.columns
    .filter(({ shown }) => shown)
    .map((column) => ({
      key: column.key,
      title: say(column),
      ...(column.type === "time" ? { width: 176 } : {}),
      cell: (row) => <Value of={column} value={row.values[column.key]} />,
    }));
  if (detail.delete && !whyNot) {
    columns.push({
      key: "",
      title: "",
      width: 44,
      align: "right",
      cell: (row) => (
        <Tooltip label={removeWord}>
          <ActionIcon aria-label={t.remove(removeWord, row.title)} onClick={() => void ask(row)}>
            <IconTrash size={16} />
          </ActionIcon>
        </Tooltip>
      ),
    });
  }
  return (
    <>
      {detail.add && (
        <div className={classes.foot}>
          <Tooltip label={whyNot} disabled={!whyNot}>
            <Button
              variant="light"
              leftSection={<IconPlus size={14} />}
              data-disabled={whyNot ? true : undefined}
              aria-disabled={!!whyNot}
              onClick={() => {
                if (!whyNot) setAdding(true);
              }}
            >
              {addWord}
            </Button>
          </Tooltip>
          {rows.data?.next_cursor && <span>{t.more}</span>}
        </div>
      )}
      {remove.error && <ErrorNote error={remove.error} />}
      <Reading of={rows}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t.noRows} />
          ) : (
            <DataTable
              label={say(detail)}
              rows={items}
              rowKey={({ id }) => id}
              rowName={({ title }) => title}
              rowHeight={40}
              columns={columns}
            />
          )
        }
      </Reading>
      {adding && (
        <FormDialog
          title={addWord}
          act={addWord}
          section={section}
          place={{ record: record.id, detail: detail.key }}
          fields={detail.form.fields}
          onSend={async (values) => {
            const started = await press(values, (header) =>
              send("post", "/api/v1/sections/{section}/records/{id}/details/{detail}", {
                params: { path, header },
                body: { values },
              }),
            );
            onStarted(`${detail.key}/add`, started.run.id);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}

/** The rows of a detail; the tab's count and its table read them once. */
export function useDetailRows(section: string, record: string, detail: DetailInfo) {
  return useQuery(
    read("/api/v1/sections/{section}/records/{id}/details/{detail}", {
      params: {
        path: { section, id: record, detail: detail.key },
        query: { limit: Math.min(200, detail.max_page) },
      },
    }),
  );
}
