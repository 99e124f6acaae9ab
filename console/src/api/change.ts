import { type MutationOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { ApiError } from "./problem";
import type { PathOf } from "./client";

type Options<Data, Variables> = Pick<MutationOptions<Data, ApiError, Variables>, "onSuccess" | "onError"> & {
  /** Readings that are old after the change; every reading of these paths is asked for again. */
  refresh?: PathOf<"get">[];
};

/**
 * A change and how it went. Its result is shown where the button is (see `ReportsThere`), not in a corner of the page.
 *
 * ```ts
 * const cancel = useChange(
 *   (id: string) => send("post", "/api/v1/runs/{id}/cancel", { params: { path: { id } }, body: {} }),
 *   { refresh: ["/api/v1/runs", "/api/v1/runs/{id}"] },
 * );
 * <Button loading={cancel.isPending} onClick={() => cancel.mutate(run.id)}>Cancel</Button>
 * ```
 */
export function useChange<Data, Variables = void>(
  change: (variables: Variables) => Promise<Data>,
  { refresh = [], ...options }: Options<Data, Variables> = {},
) {
  const client = useQueryClient();
  return useMutation<Data, ApiError, Variables>({
    mutationFn: change,
    ...options,
    onSettled: async () => {
      await Promise.all(refresh.map((path) => client.invalidateQueries({ queryKey: [path] })));
    },
  });
}
