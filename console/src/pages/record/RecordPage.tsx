import { Button, Tabs, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { type DetailInfo, read, type RecordInfo, type SectionInfo, send, useChange, usePress } from "~/api";
import { useConfirm } from "~/components/confirm/Confirm";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Empty } from "~/components/states/Empty";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Skeletons } from "~/components/states/Skeletons";
import { listSearch } from "~/pages/section/route";
import { ActionsMenu } from "~/sections/ActionsMenu";
import { actTitle } from "~/sections/acts";
import { filterSearch } from "~/sections/filters";
import { FormFields, otherErrors } from "~/sections/FormFields";
import { RunInPlace } from "~/sections/RunInPlace";
import { questionOf, said, useSay } from "~/sections/say";
import classes from "~/sections/Sections.module.css";
import { texts as words } from "~/sections/texts";
import { Unsaved } from "~/sections/Unsaved";
import { useActions } from "~/sections/useActions";
import { useGoing } from "~/sections/useGoing";
import { fieldErrorsOf, useSectionForm } from "~/sections/useSectionForm";
import { useWhyNot } from "~/sections/useWhyNot";
import { usePageActions } from "~/shell/pageActions";
import { useLanguage, useNumber, useTexts } from "~/texts";
import { DetailTable, useDetailRows } from "./DetailTable";
import { Neighbours } from "./Neighbours";
import { recordRoute } from "./route";
import { RunsOfRecord } from "./RunsOfRecord";
import { texts } from "./texts";

const FRESH_MS = 60_000;
const RUNS = "runs";

/** `/s/:section/:record`: a record's form, its details, its runs, and what can be done with it. */
export function RecordPage() {
  const t = useTexts(texts);
  const { section: key, record: id } = recordRoute.useParams();
  const section = useQuery({
    ...read("/api/v1/sections/{section}", { params: { path: { section: key } } }),
    staleTime: FRESH_MS,
  });
  const record = useQuery(
    read("/api/v1/sections/{section}/records/{id}", { params: { path: { section: key, id } } }),
  );
  if (record.error?.kind === "not-found" || section.error?.kind === "not-found") {
    return (
      <Page title={t.noRecord}>
        <Empty
          title={t.noRecord}
          action={
            <LinkButton to="/s/$section" params={{ section: key }}>
              {t.toList}
            </LinkButton>
          }
        >
          {t.noRecordWhy}
        </Empty>
      </Page>
    );
  }
  const error = record.error ?? section.error;
  if (section.data && record.data) {
    return <Record key={`${key} ${id}`} section={section.data} record={record.data} error={error} />;
  }
  return (
    <Page>
      {error ? (
        <ErrorNote error={error} onRetry={() => void Promise.all([record.refetch(), section.refetch()])} />
      ) : (
        <Skeletons rows={12} height={40} />
      )}
    </Page>
  );
}

function Record({
  section,
  record,
  error,
}: {
  section: SectionInfo;
  record: RecordInfo;
  error: Error | null;
}) {
  const t = useTexts(texts);
  const w = useTexts(words);
  const say = useSay();
  const language = useLanguage();
  const confirm = useConfirm();
  const whyNot = useWhyNot();
  const search = recordRoute.useSearch();
  const navigate = recordRoute.useNavigate();
  const path = { section: section.key, id: record.id };
  const place = { record: record.id };
  const fields = section.form.fields;
  const form = useSectionForm({
    section: section.key,
    place,
    fields,
    known: record.form,
    labels: record.labels,
    run: search.run,
  });
  const menu = useQuery(
    read("/api/v1/sections/{section}/actions", {
      params: { path: { section: section.key }, query: { record: record.id } },
    }),
  );
  const started = (act: string, run: string) =>
    void navigate({ search: (now) => ({ ...now, act, run }), replace: true });
  const press = usePress();
  const save = useChange(
    () =>
      press(form.written, (header) =>
        send("patch", "/api/v1/sections/{section}/records/{id}", {
          params: { path, header },
          body: { values: form.written },
        }),
      ),
    {
      onSuccess: ({ run }) => {
        form.sent(run.id);
        started("save", run.id);
      },
      onError: (refused) => form.tell(fieldErrorsOf(refused)),
    },
  );
  const remove = useChange(
    () =>
      press("delete", (header) =>
        send("delete", "/api/v1/sections/{section}/records/{id}", { params: { path, header } }),
      ),
    { onSuccess: ({ run }) => started("delete", run.id) },
  );
  const saving = useGoing(search.act === "save" ? search.run : undefined);
  const deleting = useGoing(search.act === "delete" ? search.run : undefined);
  const actions = useActions({ section: section.key, record: record.id, onStarted: started });
  const maySave = !!section.save && menu.data?.save?.offered !== false && !whyNot;
  const trySave = () => {
    if (!form.dirty || !maySave || save.isPending || saving) return;
    form.tryIt();
    save.mutate();
  };
  const askDelete = async () => {
    const question = {
      title: t.deleteTitle(record.title),
      ...questionOf(menu.data?.delete && say(menu.data.delete, "confirm")),
      act: t.deleteAct(record.title),
      keep: w.keep,
      dangerous: true,
    };
    if (await confirm(question)) remove.mutate();
  };
  const others = otherErrors(form, fields, "edit");
  const list = { ...listSearch(search), ...filterSearch(search) };
  const deleteOff =
    whyNot ?? (menu.data?.delete?.offered === false ? say(menu.data.delete, "reason") : undefined);
  useLeaveWarning(form.dirty);
  usePageActions(
    whyNot
      ? []
      : (menu.data?.items ?? [])
          .filter(({ offered }) => offered)
          .map((item) => ({ label: say(item), run: () => actions.choose(item) })),
  );
  return (
    <Page
      title={record.title || record.id}
      aside={
        <LinkButton variant="subtle" to="/s/$section" params={{ section: section.key }} search={list}>
          {say(section)}
        </LinkButton>
      }
      actions={
        <>
          <Neighbours section={section} record={record.id} />
          {(menu.data?.items.length ?? 0) > 0 && (
            <ActionsMenu
              items={menu.data?.items ?? []}
              busy={actions.start.isPending}
              off={whyNot}
              onChoose={actions.choose}
            />
          )}
          {section.delete && (
            <Tooltip label={deleteOff} disabled={!deleteOff}>
              <Button
                variant="default"
                leftSection={<IconTrash size={16} />}
                loading={remove.isPending || deleting}
                data-disabled={deleteOff ? true : undefined}
                aria-disabled={!!deleteOff}
                onClick={() => {
                  if (!deleteOff) void askDelete();
                }}
              >
                {say(section.delete) || w.delete}
              </Button>
            </Tooltip>
          )}
          {section.save && (
            <Tooltip label={whyNot ?? t.unchanged} disabled={form.dirty && !whyNot}>
              <Button
                loading={save.isPending || saving}
                data-disabled={!form.dirty || !maySave || undefined}
                aria-disabled={!form.dirty || !maySave}
                onClick={trySave}
              >
                {say(section.save) || w.save}
              </Button>
            </Tooltip>
          )}
        </>
      }
    >
      {error && <ErrorNote error={error} />}
      {search.run && (
        <RunInPlace
          key={search.run}
          id={search.run}
          what={actTitle(section, search.act ?? "", say, w)}
          onStands={(run, refused) => {
            if (refused) form.tell([refused]);
            if (run.status !== "completed") return;
            if (search.act === "save") form.reset();
            if (search.act === "delete") {
              void navigate({
                to: "/s/$section",
                params: { section: section.key },
                search: { ...list, run: run.id, act: "delete" },
                replace: true,
              });
            }
          }}
          onClose={() =>
            void navigate({ search: (now) => ({ ...now, run: undefined, act: undefined }), replace: true })
          }
        />
      )}
      {[
        save.error && fieldErrorsOf(save.error).length > 0 ? null : save.error,
        remove.error,
        actions.start.error,
        form.checkError,
      ].map((each, at) => each && <ErrorNote key={at} error={each} />)}
      {others.map((each) => (
        <p key={each.message} className={classes.error} role="alert">
          {said(language, each, "message")}
        </p>
      ))}
      <Panel>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            trySave();
          }}
        >
          <FormFields
            section={section.key}
            place={place}
            fields={fields}
            mode="edit"
            form={form}
            readOnly={!maySave}
          />
          <Unsaved form={form} />
          {/* Enter in a field saves, too. */}
          <input type="submit" hidden />
        </form>
      </Panel>
      <Details section={section} record={record} onStarted={started} />
      {actions.dialog}
    </Page>
  );
}

function Details({
  section,
  record,
  onStarted,
}: {
  section: SectionInfo;
  record: RecordInfo;
  onStarted: (act: string, run: string) => void;
}) {
  const t = useTexts(texts);
  const search = recordRoute.useSearch();
  const navigate = recordRoute.useNavigate();
  const keys = [...section.details.map(({ key }) => key), ...(record.run_key ? [RUNS] : [])];
  const open = keys.find((key) => key === search.detail) ?? keys[0];
  if (open === undefined) return null;
  return (
    <Panel flush>
      <Tabs
        value={open}
        keepMounted={false}
        onChange={(next) =>
          void navigate({
            search: (now) => ({ ...now, detail: next === keys[0] ? undefined : (next ?? undefined) }),
            replace: true,
          })
        }
      >
        <Tabs.List aria-label={t.details}>
          {section.details.map((detail) => (
            <Tabs.Tab key={detail.key} value={detail.key}>
              <TabTitle section={section.key} record={record.id} detail={detail} />
            </Tabs.Tab>
          ))}
          {record.run_key && <Tabs.Tab value={RUNS}>{t.runs}</Tabs.Tab>}
        </Tabs.List>
        {section.details.map((detail) => (
          <Tabs.Panel key={detail.key} value={detail.key}>
            <DetailTable section={section.key} record={record} detail={detail} onStarted={onStarted} />
          </Tabs.Panel>
        ))}
        {record.run_key && (
          <Tabs.Panel value={RUNS}>
            <RunsOfRecord runKey={record.run_key} />
          </Tabs.Panel>
        )}
      </Tabs>
    </Panel>
  );
}

function TabTitle({ section, record, detail }: { section: string; record: string; detail: DetailInfo }) {
  const t = useTexts(texts);
  const say = useSay();
  const number = useNumber();
  const rows = useDetailRows(section, record, detail);
  if (!rows.data) return say(detail);
  return t.total(say(detail), number(rows.data.total ?? rows.data.items.length));
}

/** The browser asks before a page with changes is closed. */
function useLeaveWarning(dirty: boolean) {
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);
}
