import { useQuery } from "@tanstack/react-query";
import { read } from "~/api";

/** What people call a process; its key until that is known. */
export type Names = (process: string) => string;

/** The processes there are, and their names. */
export function useProcesses() {
  const definitions = useQuery(read("/api/v1/definitions", { params: { query: { limit: 500 } } }));
  const items = definitions.data?.items;
  const known = new Map((items ?? []).map(({ key, name }) => [key, name]));
  const names: Names = (process) => known.get(process) ?? process;
  return { names, count: items?.length };
}
