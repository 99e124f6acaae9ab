import type { ErrorSchema } from "@rjsf/utils";
import type { FieldProblem } from "~/api";

/**
 * Problems the service found, as rjsf shows errors: each at its field. `/input/page_size` and `/page_size` are the same
 * field; what fits no field stands above the form.
 */
export function problemsAsErrors(problems: readonly FieldProblem[]): ErrorSchema {
  const root: ErrorSchema = {};
  for (const { pointer, message } of problems) {
    const parts = pointer
      .split("/")
      .slice(1)
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
    let at = root as Record<string, unknown>;
    for (const part of parts) {
      at[part] ??= {};
      at = at[part] as Record<string, unknown>;
    }
    at.__errors = [...((at.__errors as string[] | undefined) ?? []), message];
  }
  return root;
}
