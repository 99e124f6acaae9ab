import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiError } from "~/api";
import { ErrorNote } from "./ErrorNote";
import { Skeletons } from "./Skeletons";

/** The bar over the page says this error of a reading; what was read stays. */
export function saidByBar(error: Error): boolean {
  return error instanceof ApiError && error.kind === "offline";
}

/**
 * A reading of the API in its three states. Data that was there once stays while it is read again, and while reading
 * fails: an error stands above it then, unless it is that the connection is lost. The bar over the page says that, with
 * the time, and nothing moves.
 *
 * ```tsx
 * <Reading of={run} skeleton={<Skeletons rows={6} height={32} />}>{(run) => <RunHeader run={run} />}</Reading>
 * ```
 */
export function Reading<Data>({
  of,
  skeleton = <Skeletons rows={3} height={32} />,
  children,
}: {
  of: UseQueryResult<Data, Error>;
  skeleton?: ReactNode;
  children: (data: Data) => ReactNode;
}) {
  return (
    <>
      {of.error && !(saidByBar(of.error) && of.data !== undefined) && (
        <ErrorNote error={of.error} onRetry={() => void of.refetch()} />
      )}
      {of.data !== undefined ? children(of.data) : of.isPending && skeleton}
    </>
  );
}
