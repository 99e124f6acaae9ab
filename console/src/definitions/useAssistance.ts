import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { read } from "~/api";
import type { Assistance } from "~/components/code/Code";
import { meaningAt, offersAt } from "./schema/complete";
import type { Schema } from "./schema/schema";

/** What the editor of definitions offers and explains; `undefined` until it is read, the editor works without. */
export function useAssistance(): Assistance | undefined {
  const schema = useQuery({ ...read("/api/v1/definition-schema"), staleTime: Number.POSITIVE_INFINITY });
  const operations = useQuery({ ...read("/api/v1/operations"), staleTime: 60_000 });
  return useMemo(() => {
    if (!schema.data) return undefined;
    const known = { schema: schema.data as Schema, operations: operations.data?.items ?? [] };
    return {
      offers: (text, place) => offersAt(text, place, known),
      meaning: (text, place) => meaningAt(text, place, known),
    };
  }, [schema.data, operations.data]);
}
