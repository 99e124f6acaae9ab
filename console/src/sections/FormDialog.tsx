import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { ApiError, type FieldInfo, useChange } from "~/api";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Skeletons } from "~/components/states/Skeletons";
import { useLanguage, useTexts } from "~/texts";
import { FormFields, otherErrors } from "./FormFields";
import { said } from "./say";
import { texts } from "./texts";
import { fieldErrorsOf, type FormPlace, useSectionForm, type Values } from "./useSectionForm";

const SchemaForm = lazy(() => import("~/components/form/SchemaForm"));

type Props = {
  title: string;
  description?: string;
  act: string;
  section: string;
  place: FormPlace;
  fields: readonly FieldInfo[];
  /** Instead of fields, where the form is a process's own. */
  schema?: unknown;
  onSend: (values: Values) => Promise<unknown>;
  onClose: () => void;
};

/** Asks what a detail's Add or an action needs; closes when it is started, and says at the fields what does not fit. */
export function FormDialog(props: Props) {
  return (
    <Modal opened onClose={props.onClose} title={props.title} size={props.fields.length > 4 ? "lg" : "md"}>
      <Stack gap="sm">
        {props.description && (
          <Text size="sm" c="dimmed">
            {props.description}
          </Text>
        )}
        {props.schema ? <OwnForm {...props} /> : <Fields {...props} />}
      </Stack>
    </Modal>
  );
}

function Fields({ act, section, place, fields, onSend, onClose }: Props) {
  const t = useTexts(texts);
  const language = useLanguage();
  const form = useSectionForm({ section, place, fields });
  const start = useChange(onSend, {
    onSuccess: onClose,
    onError: (error) => form.tell(fieldErrorsOf(error)),
  });
  const others = otherErrors(form, fields, "add");
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.tryIt();
        if (!start.isPending) start.mutate(form.written);
      }}
    >
      <Stack gap="sm">
        <FormFields section={section} place={place} fields={fields} mode="add" form={form} focusFirst />
        {others.map((error) => (
          <Text key={error.message} size="sm" c="var(--mantine-color-error)" role="alert">
            {said(language, error, "message")}
          </Text>
        ))}
        {form.checkError && <ErrorNote error={form.checkError} />}
        {start.error && fieldErrorsOf(start.error).length === 0 && <ErrorNote error={start.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" loading={start.isPending}>
            {act}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function OwnForm({ act, schema, onSend, onClose }: Props) {
  const t = useTexts(texts);
  const [value, setValue] = useState<unknown>({});
  const start = useChange((values: Values) => onSend(values), { onSuccess: onClose });
  const problems =
    start.error instanceof ApiError
      ? fieldErrorsOf(start.error).map(({ field, message }) => ({ pointer: `/${field}`, message }))
      : [];
  return (
    <Suspense fallback={<Skeletons rows={4} height={60} />}>
      <SchemaForm
        schema={schema}
        value={value}
        onChange={setValue}
        problems={problems}
        onSubmit={(given) => start.mutate(given as Values)}
      >
        {start.error && problems.length === 0 && <ErrorNote error={start.error} />}
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" loading={start.isPending}>
            {act}
          </Button>
        </Group>
      </SchemaForm>
    </Suspense>
  );
}
