/**
 * Where a place of a YAML text stands: in which map, and whether a key or a value is being written there. Worked out from
 * the lines, not from a tree: while somebody types, the text is no YAML, and where the cursor's indentation belongs is
 * what no parser can say.
 */
export type Context = {
  /** Keys from the root to the map the place is in; `[]` for an item of a list. */
  path: readonly string[];
  /** The key whose value is being written; `undefined` where a key is. */
  key: string | undefined;
  /** Where the word at the place begins. */
  from: number;
  /** The word as far as it is written. */
  word: string;
  /** Keys the map has already, but the one being written. */
  siblings: readonly string[];
  /** Whether the map is written within braces. */
  flow: boolean;
};

export const ITEM = "[]";

/** A line: where it begins, and where what follows its dash begins; the same where it is no item of a list. */
type Line = { outer: number; indent: number; isItem: boolean; key: string | undefined; rest: string };

const KEY = /^("[^"]*"|'[^']*'|[^\s#"'[\]{},&*!|>%@`][^#:]*?)\s*:(?=\s|$)/;

/** The context of a place; `undefined` within a comment, or where nothing can be said. */
export function contextAt(text: string, place: number): Context | undefined {
  const start = text.lastIndexOf("\n", place - 1) + 1;
  const before = text.slice(start, place);
  if (inComment(before)) return undefined;
  const lines = text.split("\n");
  const at = text.slice(0, start).split("\n").length - 1;
  if (isInBlockScalar(lines, at)) return undefined;
  return inFlow(text, place, lines) ?? inBlock(before, start, lines, at);
}

/** The key a place is on, with the path to it; for what is told when a pointer rests on it. */
export function keyAt(
  text: string,
  place: number,
): { path: string[]; key: string; from: number; to: number } | undefined {
  const word = /[\w-]/;
  let from = place;
  let to = place;
  while (from > 0 && word.test(text.charAt(from - 1))) from -= 1;
  while (to < text.length && word.test(text.charAt(to))) to += 1;
  if (from === to || !/^\s*:(\s|$)/.test(text.slice(to, to + 20))) return undefined;
  const context = contextAt(text, from);
  if (!context || context.key !== undefined) return undefined;
  return { path: [...context.path], key: text.slice(from, to), from, to };
}

function inBlock(before: string, start: number, lines: readonly string[], at: number): Context | undefined {
  const line = parse(before);
  const path = pathAbove(lines, at, line.outer, line.isItem);
  if (line.isItem) path.push(ITEM);
  const place = start + before.length;
  if (line.key !== undefined) {
    const word = line.rest.trimStart();
    return { path, key: line.key, from: place - word.length, word, siblings: [], flow: false };
  }
  return {
    path,
    key: undefined,
    from: place - line.rest.length,
    word: line.rest,
    siblings: siblings(lines, at, line),
    flow: false,
  };
}

/** The keys of the lines above with less indentation, from the root. */
function pathAbove(lines: readonly string[], at: number, indent: number, item: boolean): string[] {
  const path: string[] = [];
  let limit = indent;
  let isItem = item;
  for (let above = at - 1; above >= 0 && limit > 0; above -= 1) {
    if (isBlank(lines[above])) continue;
    const line = parse(lines[above] ?? "");
    if (line.isItem) {
      if (line.key !== undefined && line.indent < limit) path.unshift(line.key);
      if (line.outer < limit) {
        path.unshift(ITEM);
        isItem = true;
      }
      limit = Math.min(limit, line.outer);
      // A list may stand at the indentation of its key.
    } else if (line.indent < limit || (isItem && line.indent === limit)) {
      if (line.key !== undefined) path.unshift(line.key);
      limit = line.indent;
      isItem = false;
    }
  }
  // The list of the first column, under its key.
  if (isItem && limit === 0) {
    const above = lines.slice(0, at).findLast((raw) => !isBlank(raw) && !/^(\s|-)/.test(raw));
    const { key } = parse(above ?? "");
    if (key !== undefined) path.unshift(key);
  }
  return path;
}

/** Keys of the same map, above and below. */
function siblings(lines: readonly string[], at: number, { indent, isItem }: Line): string[] {
  const found: string[] = [];
  /** Whether the map goes on beyond this line. */
  const look = (raw: string | undefined, below: boolean): boolean => {
    if (isBlank(raw)) return true;
    const line = parse(raw ?? "");
    if (line.isItem && line.outer < indent) {
      // Above stands the dash that opens this item, with its first key; below, the next item.
      if (!below && line.indent === indent && line.key) found.push(line.key);
      return false;
    }
    if (line.indent === indent && line.key) found.push(line.key);
    return line.indent >= indent;
  };
  for (let above = at - 1; !isItem && above >= 0 && look(lines[above], false); above -= 1);
  for (let below = at + 1; below < lines.length && look(lines[below], true); below += 1);
  return found;
}

/** Within braces or brackets that are not closed before the place. */
function inFlow(text: string, place: number, lines: readonly string[]): Context | undefined {
  const open = openBrackets(text, place);
  if (open.length === 0) return undefined;
  const outer = open[0] ?? 0;
  const start = text.lastIndexOf("\n", outer - 1) + 1;
  const at = text.slice(0, start).split("\n").length - 1;
  const context = inBlock(text.slice(start, outer), start, lines, at);
  if (!context) return undefined;
  const path = [...context.path, ...(context.key === undefined ? [] : [context.key])];
  // A dash before the bracket has no key of its own: the path has its item already.
  for (const [depth, bracket] of open.entries()) {
    if (text.charAt(bracket) === "[") path.push(ITEM);
    const next = open[depth + 1];
    if (next !== undefined && text.charAt(bracket) === "{") {
      const key = KEY.exec(lastPart(text.slice(bracket + 1, next)).trim());
      if (!key?.[1]) return undefined;
      path.push(unquoted(key[1]));
    }
  }
  const innermost = open.at(-1) ?? outer;
  const part = lastPart(text.slice(innermost + 1, place));
  if (text.charAt(innermost) === "[") {
    const word = part.trimStart();
    return { path, key: undefined, from: place - word.length, word, siblings: [], flow: true };
  }
  const key = KEY.exec(part.trimStart());
  if (key?.[1]) {
    const word = part.trimStart().slice(key[0].length).trimStart();
    return { path, key: unquoted(key[1]), from: place - word.length, word, siblings: [], flow: true };
  }
  const word = part.trimStart();
  const all = text.slice(innermost + 1, closing(text, place));
  const siblings = parts(all)
    .map((each) => KEY.exec(each.trim())?.[1])
    .filter((each) => each !== undefined);
  return { path, key: undefined, from: place - word.length, word, siblings, flow: true };
}

/** Places of brackets that are open at `place`, outermost first. Lines of a flow are few: 40 are looked back. */
function openBrackets(text: string, place: number): number[] {
  let start = place;
  for (let lines = 0; lines < 40 && start > 0; lines += 1) {
    start = text.lastIndexOf("\n", start - 2) + 1;
    // A line at the first column begins anew.
    if (start > 0 && /\S/.test(text.charAt(start)) && lines > 0) break;
    if (start === 0) break;
  }
  const open: number[] = [];
  for (let at = start; at < place; at += 1) {
    const character = text.charAt(at);
    if (character === '"' || character === "'") {
      const previous = text.charAt(at - 1);
      const opens = at === start || /[\s{[,:]/.test(previous);
      if (opens) at = endOfQuote(text, at, place);
    } else if (character === "#" && /\s/.test(text.charAt(at - 1) || " ")) {
      const end = text.indexOf("\n", at);
      at = end < 0 || end > place ? place : end;
    } else if ((character === "{" || character === "[") && opensHere(text, at, open.length > 0)) {
      open.push(at);
    } else if ((character === "}" || character === "]") && open.length > 0) {
      open.pop();
    }
  }
  return open;
}

/** In a plain value, brackets are only text; a flow begins where a value does. */
function opensHere(text: string, at: number, within: boolean): boolean {
  const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at).trimEnd();
  const last = before.at(-1);
  return last === undefined || last === ":" || last === "-" || (within && /[,{[]/.test(last));
}

function endOfQuote(text: string, from: number, limit: number): number {
  const quote = text.charAt(from);
  for (let at = from + 1; at < limit; at += 1) {
    if (quote === '"' && text.charAt(at) === "\\") at += 1;
    else if (text.charAt(at) === quote) return at;
  }
  return limit;
}

function closing(text: string, place: number): number {
  let depth = 0;
  for (let at = place; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\n" && depth === 0 && /^\S/.test(text.slice(at + 1, at + 2))) return at;
    if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return text.length;
}

function lastPart(text: string): string {
  return parts(text).at(-1) ?? "";
}

/** What commas part, but those within brackets. */
function parts(text: string): string[] {
  const found: string[] = [""];
  let depth = 0;
  for (const character of text) {
    if (character === "{" || character === "[") depth += 1;
    if (character === "}" || character === "]") depth -= 1;
    if (character === "," && depth === 0) found.push("");
    else found[found.length - 1] += character;
  }
  return found;
}

/** Lines of `|` and `>` are text: nothing is offered in them. */
function isInBlockScalar(lines: readonly string[], at: number): boolean {
  let limit = indentOf(lines[at] ?? "");
  if ((lines[at] ?? "").trim() === "") limit = Number.POSITIVE_INFINITY;
  for (let above = at - 1; above >= 0; above -= 1) {
    const raw = lines[above] ?? "";
    if (raw.trim() === "") continue;
    const indent = indentOf(raw);
    if (indent >= limit) continue;
    if (/(:|-)\s+[|>][+-]?\d?\s*(#.*)?$/.test(raw)) {
      // An empty line below may end the text as well as go on with it; its own indentation says.
      const own = (lines[at] ?? "").length;
      return limit !== Number.POSITIVE_INFINITY || own > indent;
    }
    limit = indent;
    if (indent === 0) return false;
  }
  return false;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function inComment(before: string): boolean {
  return /(^|\s)#/.test(before.replace(/"[^"]*"|'[^']*'/g, ""));
}

function isBlank(line: string | undefined): boolean {
  return !line || line.trim() === "" || line.trimStart().startsWith("#");
}

function parse(text: string): Line {
  const outer = indentOf(text);
  const dash = /^-(\s+|$)/.exec(text.slice(outer));
  const indent = outer + (dash?.[0].length ?? 0);
  const inner = text.slice(indent);
  const key = KEY.exec(inner);
  return {
    outer,
    indent,
    isItem: dash !== null,
    key: key?.[1] === undefined ? undefined : unquoted(key[1]),
    rest: key ? inner.slice(key[0].length) : inner,
  };
}

function unquoted(key: string): string {
  return /^["']/.test(key) ? key.slice(1, -1) : key;
}
