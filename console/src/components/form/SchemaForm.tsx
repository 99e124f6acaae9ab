import { Text } from "@mantine/core";
import Form from "@rjsf/mantine";
import type { IChangeEvent } from "@rjsf/core";
import type { FieldErrorProps, RJSFSchema, RJSFValidationError, UiSchema } from "@rjsf/utils";
import { type ReactNode, useMemo } from "react";
import type { FieldProblem } from "~/api";
import { useTexts } from "~/texts";
import { problemsAsErrors } from "./errors";
import { texts } from "./texts";
import { validator } from "./validator";

/** Fields say their mistakes themselves; only what has no input of its own (lists, groups) needs it said beside. */
function FieldErrors({ errors = [], schema }: FieldErrorProps) {
  if (schema.type !== "object" && schema.type !== "array") return null;
  return errors.map((error, index) => (
    <Text key={index} size="xs" c="var(--mantine-color-error)">
      {error}
    </Text>
  ));
}

const TEMPLATES = { FieldErrorTemplate: FieldErrors };
const UI: UiSchema = { "ui:submitButtonOptions": { norender: true }, "ui:options": { label: false } };

/**
 * A form from a JSON Schema: defaults filled in, descriptions under fields, mistakes at the field, both those found
 * here and those the service found. Heavy: load it with `lazy` (see `components/form/index.ts`).
 *
 * ```tsx
 * <SchemaForm schema={definition.input_schema} value={input} onChange={setInput} onSubmit={start.mutate}
 *   problems={start.error?.problems}>
 *   <Button type="submit">Start</Button>
 * </SchemaForm>
 * ```
 */
export default function SchemaForm({
  schema,
  order,
  value,
  onChange,
  onSubmit,
  problems = [],
  disabled,
  children,
}: {
  schema: unknown;
  /** Names of fields in the order they stand in; others come after them. */
  order?: readonly string[];
  value: unknown;
  onChange: (value: unknown) => void;
  onSubmit: (value: unknown) => void;
  /** From the service, by JSON pointer. */
  problems?: readonly FieldProblem[] | undefined;
  disabled?: boolean;
  /** The buttons. */
  children: ReactNode;
}) {
  const t = useTexts(texts);
  const whole = useMemo(() => {
    const object = schema as RJSFSchema;
    // The process's name and description stand above the form already.
    return { type: "object" as const, ...object, title: "", description: "" };
  }, [schema]);
  const ui = useMemo(() => {
    const named = (order ?? []).filter((name) => whole.properties?.[name] !== undefined);
    return { ...UI, "ui:order": [...named, "*"] };
  }, [order, whole]);
  const transform = (errors: RJSFValidationError[]): RJSFValidationError[] =>
    errors.map((error) => {
      const said = t[error.name as keyof typeof t];
      const limit = /-?\d+(?:\.\d+)?(?=\D*$)/.exec(error.message ?? "")?.[0] ?? "";
      const message = typeof said === "function" ? said(limit) : (said ?? error.message ?? "");
      return { ...error, message, stack: message };
    });
  const empty = Object.keys(whole.properties ?? {}).length === 0;
  return (
    <Form
      schema={whole}
      uiSchema={ui}
      validator={validator}
      formData={value}
      extraErrors={problemsAsErrors(problems)}
      transformErrors={transform}
      showErrorList={false}
      templates={TEMPLATES}
      focusOnFirstError
      // It is said at the fields.
      onError={() => undefined}
      noHtml5Validate
      disabled={disabled ?? false}
      onChange={(event: IChangeEvent) => onChange(event.formData)}
      onSubmit={(event: IChangeEvent) => onSubmit(event.formData)}
    >
      {empty && <p>{t.noInput}</p>}
      {children}
    </Form>
  );
}
