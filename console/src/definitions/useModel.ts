import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { read } from "~/api";
import { type Change, compare } from "./structure/compare";
import { type Model, modelOf } from "./structure/model";

/** A version whole; it never changes. */
export function useVersion(key: string, version: number | undefined) {
  return useQuery({
    ...read("/api/v1/definitions/{key}/{version}", { params: { path: { key, version: version ?? 0 } } }),
    enabled: version !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The structure of a text. */
export function useModel(source: string): Model | undefined {
  return useMemo(() => modelOf(source), [source]);
}

/** What is different between two texts; `undefined` where one of them is no definition. */
export function useChanges(before: string, after: string): Change[] | undefined {
  return useMemo(() => {
    const [old, now] = [modelOf(before), modelOf(after)];
    return old && now && compare(old, now);
  }, [before, after]);
}
