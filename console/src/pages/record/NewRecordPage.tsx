import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { read, type SectionInfo, send, useChange, usePress } from "~/api";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Reading } from "~/components/states/Reading";
import { listSearch } from "~/pages/section/route";
import { actTitle } from "~/sections/acts";
import { filterSearch } from "~/sections/filters";
import { FormFields, otherErrors } from "~/sections/FormFields";
import { recordOf } from "~/sections/result";
import { RunInPlace } from "~/sections/RunInPlace";
import { said, useSay } from "~/sections/say";
import classes from "~/sections/Sections.module.css";
import { texts as words } from "~/sections/texts";
import { Unsaved } from "~/sections/Unsaved";
import { useGoing } from "~/sections/useGoing";
import { fieldErrorsOf, useSectionForm } from "~/sections/useSectionForm";
import { useWhyNot } from "~/sections/useWhyNot";
import { useLanguage, useTexts } from "~/texts";
import { newRecordRoute } from "./route";
import { texts } from "./texts";

/** `/s/:section/new`: the form of a new record, and the run that makes it. */
export function NewRecordPage() {
  const { section: key } = newRecordRoute.useParams();
  const section = useQuery(read("/api/v1/sections/{section}", { params: { path: { section: key } } }));
  if (section.data) return <NewRecord key={key} section={section.data} />;
  return (
    <Page>
      <Reading of={section}>{() => null}</Reading>
    </Page>
  );
}

function NewRecord({ section }: { section: SectionInfo }) {
  const t = useTexts(texts);
  const w = useTexts(words);
  const say = useSay();
  const language = useLanguage();
  const whyNot = useWhyNot();
  const search = newRecordRoute.useSearch();
  const navigate = newRecordRoute.useNavigate();
  const place = {};
  const fields = section.form.fields;
  const form = useSectionForm({ section: section.key, place, fields, run: search.run });
  const press = usePress();
  const add = useChange(
    () =>
      press(form.written, (header) =>
        send("post", "/api/v1/sections/{section}/records", {
          params: { path: { section: section.key }, header },
          body: { values: form.written },
        }),
      ),
    {
      onSuccess: ({ run }) => {
        form.sent(run.id);
        void navigate({ search: (now) => ({ ...now, run: run.id, act: "add" }), replace: true });
      },
      onError: (refused) => form.tell(fieldErrorsOf(refused)),
    },
  );
  const adding = useGoing(search.run);
  const addWord = (section.add && say(section.add)) || w.add;
  const list = { ...listSearch(search), ...filterSearch(search) };
  const send_ = () => {
    if (whyNot || add.isPending || adding) return;
    form.tryIt();
    add.mutate();
  };
  return (
    <Page
      title={t.new(say(section))}
      aside={
        <LinkButton variant="subtle" to="/s/$section" params={{ section: section.key }} search={list}>
          {t.toList}
        </LinkButton>
      }
      actions={
        <Button loading={add.isPending || adding} disabled={!!whyNot || !section.add} onClick={send_}>
          {addWord}
        </Button>
      }
    >
      {whyNot && <p className={classes.note}>{whyNot}</p>}
      {search.run && (
        <RunInPlace
          key={search.run}
          id={search.run}
          what={actTitle(section, "add", say, w)}
          onStands={(run, refused) => {
            if (refused) form.tell([refused]);
            if (run.status === "completed") form.reset();
          }}
          onClose={() =>
            void navigate({ search: (now) => ({ ...now, run: undefined, act: undefined }), replace: true })
          }
        >
          {(run) => {
            const record = recordOf(run);
            return (
              record && (
                <LinkButton to="/s/$section/$record" params={{ section: section.key, record }}>
                  {w.openRecord}
                </LinkButton>
              )
            );
          }}
        </RunInPlace>
      )}
      {add.error && fieldErrorsOf(add.error).length === 0 && <ErrorNote error={add.error} />}
      {form.checkError && <ErrorNote error={form.checkError} />}
      {otherErrors(form, fields, "add").map((each) => (
        <p key={each.message} className={classes.error} role="alert">
          {said(language, each, "message")}
        </p>
      ))}
      <Panel>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            send_();
          }}
        >
          <FormFields
            section={section.key}
            place={place}
            fields={fields}
            mode="add"
            form={form}
            readOnly={!!whyNot}
          />
          <Unsaved form={form} />
          {/* Enter in a field adds, too. */}
          <input type="submit" hidden />
        </form>
      </Panel>
    </Page>
  );
}
