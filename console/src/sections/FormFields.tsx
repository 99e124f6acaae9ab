import { Checkbox, NumberInput, Select, TextInput } from "@mantine/core";
import type { FieldError, FieldInfo } from "~/api";
import { useLanguage, useTexts } from "~/texts";
import { Time, useZone } from "~/components/time/Time";
import { fromField, toField } from "~/schedules/range";
import { LookupInput } from "./LookupInput";
import classes from "./Sections.module.css";
import { said, useSay } from "./say";
import { texts } from "./texts";
import type { FormPlace, SectionForm } from "./useSectionForm";

type Props = {
  section: string;
  place: FormPlace;
  fields: readonly FieldInfo[];
  /** Which access of each field holds. */
  mode: "add" | "edit";
  form: SectionForm;
  /** Nothing can be written: it is shown. */
  readOnly?: boolean;
  /** A dialog begins at its first field; a lookup is open then. */
  focusFirst?: boolean;
};

/** The fields of a form: each as its type is written, with its mistake and its note beside it. */
export function FormFields({ section, place, fields, mode, form, readOnly, focusFirst }: Props) {
  const language = useLanguage();
  const errorOf = (key: string): string | undefined => {
    const error = form.errors.find(({ field }) => field === key);
    return error && said(language, error, "message");
  };
  const first = focusFirst && fields.find((field) => field[mode] === "write")?.key;
  return (
    <div className={classes.fields}>
      {fields
        .filter((field) => field[mode] !== "hidden")
        .map((field) => {
          const note = form.notes.find((each) => each.field === field.key);
          const error = errorOf(field.key);
          return (
            <div key={field.key}>
              {readOnly || field[mode] === "read" ? (
                <ReadField field={field} value={form.values[field.key]} label={form.labels[field.key]} />
              ) : (
                <WriteField
                  section={section}
                  place={place}
                  field={field}
                  form={form}
                  error={error}
                  focus={field.key === first}
                />
              )}
              {error && (readOnly || field[mode] === "read") && (
                <p className={classes.error} role="alert">
                  {error}
                </p>
              )}
              {note && !error && <p className={classes.note}>{said(language, note, "message")}</p>}
            </div>
          );
        })}
    </div>
  );
}

/** Mistakes that belong to no field that is shown. */
export function otherErrors(
  form: SectionForm,
  fields: readonly FieldInfo[],
  mode: "add" | "edit",
): FieldError[] {
  const shown = fields.filter((field) => field[mode] !== "hidden").map(({ key }) => key);
  return form.errors.filter(({ field }) => !shown.includes(field));
}

function WriteField({
  section,
  place,
  field,
  form,
  error,
  focus,
}: {
  section: string;
  place: FormPlace;
  field: FieldInfo;
  form: SectionForm;
  error: string | undefined;
  focus: boolean;
}) {
  const say = useSay();
  const utc = useZone() === "UTC";
  const value = form.values[field.key];
  const text = value === null || value === undefined ? "" : String(value);
  const common = {
    label: say(field),
    description: say(field, "description") || undefined,
    error,
    required: field.required,
    ...(focus ? { "data-autofocus": true } : {}),
    inputWrapperOrder: ["label", "input", "description", "error"] as (
      "label" | "input" | "description" | "error"
    )[],
  };
  switch (field.type) {
    case "lookup":
      return (
        <LookupField section={section} place={place} field={field} form={form} common={common} value={text} />
      );
    case "boolean":
      return (
        <Checkbox
          mt={28}
          label={common.label}
          description={common.description}
          error={error}
          checked={value === true}
          onChange={(event) => form.set(field.key, event.currentTarget.checked)}
        />
      );
    case "choice":
      return (
        <Select
          {...common}
          data={(field.choices ?? []).map((choice) => ({ value: String(choice.value), label: say(choice) }))}
          value={text || null}
          clearable={!field.required}
          onChange={(next) =>
            form.set(field.key, field.choices?.find((each) => String(each.value) === next)?.value ?? null)
          }
        />
      );
    case "integer":
    case "number":
      return (
        <NumberInput
          {...common}
          value={text}
          allowDecimal={field.type === "number"}
          onChange={(next) => form.set(field.key, next === "" ? null : Number(next))}
        />
      );
    case "time":
      return (
        <TextInput
          {...common}
          type="datetime-local"
          value={text && toField(new Date(text), utc)}
          onChange={({ currentTarget }) =>
            form.set(field.key, fromField(currentTarget.value, utc)?.toISOString() ?? null)
          }
        />
      );
    default:
      return (
        <TextInput
          {...common}
          value={text}
          autoComplete="off"
          onChange={(event) => form.set(field.key, event.currentTarget.value)}
        />
      );
  }
}

function LookupField({
  section,
  place,
  field,
  form,
  common,
  value,
}: {
  section: string;
  place: FormPlace;
  field: FieldInfo;
  form: SectionForm;
  common: object;
  value: string;
}) {
  return (
    <LookupInput
      {...common}
      section={section}
      field={field.key}
      place={place}
      value={value || null}
      chosen={String(form.labels[field.key] ?? "")}
      onChange={(next, label) => form.set(field.key, next, label)}
    />
  );
}

function ReadField({ field, value, label }: { field: FieldInfo; value: unknown; label: unknown }) {
  const t = useTexts(texts);
  const say = useSay();
  return (
    <dl className={classes.read} style={{ margin: 0 }}>
      <dt>
        {say(field)}
        {field.auto && <span className={classes.why}>{t.automatic}</span>}
      </dt>
      <dd>
        <ReadValue field={field} value={value} label={label} />
      </dd>
    </dl>
  );
}

function ReadValue({ field, value, label }: { field: FieldInfo; value: unknown; label: unknown }) {
  const t = useTexts(texts);
  const say = useSay();
  if (value === null || value === undefined || value === "") return <span className={classes.dim}>—</span>;
  switch (field.type) {
    case "boolean":
      return value === true ? t.yes : t.no;
    case "time":
      return <Time at={String(value)} />;
    case "lookup":
      return String(label || value);
    case "choice": {
      const choice = field.choices?.find((each) => String(each.value) === String(value));
      return choice ? say(choice) : String(value);
    }
    default:
      return String(value);
  }
}
