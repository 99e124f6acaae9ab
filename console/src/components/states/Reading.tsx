import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorNote } from "./ErrorNote";
import { Skeletons } from "./Skeletons";

/**
 * A reading of the API in its three states. Data that was there once stays while it is read again, and while reading
 * fails: an error stands above it then.
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
      {of.error && <ErrorNote error={of.error} onRetry={() => void of.refetch()} />}
      {of.data !== undefined ? children(of.data) : of.isPending && skeleton}
    </>
  );
}
