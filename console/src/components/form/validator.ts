import { type Schema, Validator } from "@cfworker/json-schema";
import type {
  CustomValidator,
  ErrorSchema,
  FormValidation,
  RJSFSchema,
  RJSFValidationError,
} from "@rjsf/utils";
import {
  createErrorHandler,
  toErrorList,
  toErrorSchema,
  unwrapErrorHandler,
  validationDataMerge,
  type ErrorTransformer,
  type UiSchema,
  type ValidationData,
  type ValidatorType,
  getDefaultFormState,
} from "@rjsf/utils";

/**
 * What rjsf asks of a validator, by one that reads the schema. The usual one compiles schemas into code, which our
 * Content-Security-Policy (no `unsafe-eval`) rightly refuses.
 */
class InterpretingValidator implements ValidatorType {
  validateFormData(
    data: unknown,
    schema: RJSFSchema,
    customValidate?: CustomValidator,
    transformErrors?: ErrorTransformer,
    uiSchema?: UiSchema,
  ): ValidationData<unknown> {
    let errors = check(schema, data);
    if (transformErrors) errors = transformErrors(errors, uiSchema);
    const errorSchema = toErrorSchema(errors);
    if (!customValidate) return { errors, errorSchema };
    const defaults = getDefaultFormState(this, schema, data, schema, true);
    const handler = customValidate(defaults, createErrorHandler(defaults) as FormValidation, uiSchema);
    return validationDataMerge({ errors, errorSchema }, unwrapErrorHandler(handler) as ErrorSchema);
  }

  isValid(schema: RJSFSchema, data: unknown, root: RJSFSchema): boolean {
    const whole = { ...schema, definitions: root.definitions, $defs: root.$defs };
    return new Validator(whole as Schema, "2020-12", false).validate(plain(data)).valid;
  }

  rawValidation<Result>(schema: RJSFSchema, data?: unknown): { errors?: Result[]; validationError?: Error } {
    return { errors: check(schema, data) as Result[] };
  }

  toErrorList(errors?: ErrorSchema, path?: string[]): RJSFValidationError[] {
    return toErrorList(errors, path);
  }
}

/** Every mistake where it is. `required` is said of the field that is missing, not of the object around it. */
function check(schema: RJSFSchema, data: unknown): RJSFValidationError[] {
  const validator = new Validator(schema as Schema, "2020-12", false);
  const { errors } = validator.validate(plain(data));
  return errors
    .filter(({ keyword }) => !CONTAINERS.has(keyword))
    .map(({ keyword, instanceLocation, error }) => {
      const missing = keyword === "required" ? /"([^"]+)"/.exec(error)?.[1] : undefined;
      const parts = [...instanceLocation.split("/").slice(1).map(unescape), ...(missing ? [missing] : [])];
      const property = parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join("");
      return { name: keyword, property, message: error, stack: error, schemaPath: keyword };
    });
}

/** These only repeat that something inside is wrong. */
const CONTAINERS = new Set(["properties", "items", "prefixItems", "additionalProperties", "$ref", "allOf"]);

/** `~1` is `/` and `~0` is `~` in a JSON pointer. */
function unescape(part: string): string {
  return decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
}

/** A field nobody filled is absent, as it will be when it is sent. */
function plain(data: unknown): unknown {
  return data === undefined ? {} : JSON.parse(JSON.stringify(data));
}

export const validator: ValidatorType = new InterpretingValidator();

/** Under this name rjsf's test helpers look for one; see vite.config.ts. */
export default validator;
