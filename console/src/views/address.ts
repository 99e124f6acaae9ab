import { parseSearch, stringifySearch } from "~/search";

/** What of an address is no view: where a page begins, and which view was opened. */
const NOT_OF_A_VIEW = ["cursor", "view"];

type Search = Record<string, unknown>;

/** What a view of this search would say, as it is saved. Equal filters have equal texts, in whatever order they came. */
export function addressOf(search: Search): string {
  const names = Object.keys(search)
    .filter((name) => !NOT_OF_A_VIEW.includes(name))
    .sort();
  return stringifySearch(Object.fromEntries(names.map((name) => [name, search[name]]))).slice(1);
}

/** The search of a saved address; `validate` drops what the page does not know any more. */
export function searchOfAddress<S extends Search>(address: string, validate: (given: Search) => S): S {
  return validate(parseSearch(`?${address}`));
}

/** Whether two addresses ask for the same. */
export function sameAddress<S extends Search>(a: string, b: string, validate: (given: Search) => S): boolean {
  return addressOf(searchOfAddress(a, validate)) === addressOf(searchOfAddress(b, validate));
}
