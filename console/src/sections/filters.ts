import type { ColumnInfo, FilterOperator } from "~/api";

/**
 * A filter of a column as the address has it: `?f.Username=contains:ann`. The end of a range stands beside its
 * beginning: `?f.CreatedOn=from:…&f.CreatedOn~to=to:…`.
 */
export type FilterSearch = { [name: `f.${string}`]: string };

export const OPERATORS = [
  "contains",
  "starts",
  "eq",
  "from",
  "to",
] as const satisfies readonly FilterOperator[];

export type ColumnFilter = { column: string; operator: FilterOperator; value: string };

const PREFIX = "f.";
const END = "~to";

/** The member of the address that has a filter: one replaces another of its column, but not the other end of a range. */
export function filterKey({ column, operator }: Pick<ColumnFilter, "column" | "operator">): `f.${string}` {
  return `${PREFIX}${column}${operator === "to" ? END : ""}`;
}

/** The filters of an address; what names no comparison is dropped. */
export function filtersOf(search: object): ColumnFilter[] {
  const filters: ColumnFilter[] = [];
  for (const [name, value] of Object.entries(search)) {
    if (!name.startsWith(PREFIX)) continue;
    const text = String(value);
    const at = text.indexOf(":");
    const operator = OPERATORS.find((each) => each === text.slice(0, at));
    const wanted = text.slice(at + 1);
    const column = name.slice(PREFIX.length).replace(/~to$/, "");
    if (operator && wanted) filters.push({ column, operator, value: wanted });
  }
  return filters;
}

/** The members of an address that are filters. */
export function filterSearch(given: object): FilterSearch {
  const search: FilterSearch = {};
  for (const filter of filtersOf(given)) search[filterKey(filter)] = `${filter.operator}:${filter.value}`;
  return search;
}

/** What the API calls `filter`; of columns the section does not have nothing is asked. */
export function filterQuery(
  filters: readonly ColumnFilter[],
  columns: readonly ColumnInfo[],
): string | undefined {
  const query: Record<string, Record<string, unknown>> = {};
  for (const { column: key, operator, value } of filters) {
    const column = columns.find((each) => each.key === key);
    if (!column?.filters.includes(operator)) continue;
    query[key] = { ...query[key], [operator]: typed(value, column) };
  }
  return Object.keys(query).length > 0 ? JSON.stringify(query) : undefined;
}

function typed(value: string, column: ColumnInfo): unknown {
  if (column.type === "boolean") return value === "true";
  if (column.type === "integer" && Number.isSafeInteger(Number(value))) return Number(value);
  return column.choices?.find((choice) => String(choice.value) === value)?.value ?? value;
}

/** The order after a press on a column's heading: rising, falling, and then as the section has it. */
export function nextSort(sort: string | undefined, column: string): string | undefined {
  if (sort === column) return `-${column}`;
  return sort === `-${column}` ? undefined : column;
}
