import {
  autocompletion,
  type Completion,
  completionKeymap,
  type CompletionSource,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { appearance } from "./theme";

/** Lines, from 1, the last included. */
export type Lines = { from: number; to: number };

/** What an editor offers at a place; the pages say it, so that this knows nothing of definitions. */
export type Assistance = {
  offers: (
    text: string,
    place: number,
  ) =>
    | {
        from: number;
        offers: {
          label: string;
          kind: string;
          detail?: string | undefined;
          info?: string | undefined;
          insert: string;
          needed: boolean;
        }[];
      }
    | undefined;
  meaning: (
    text: string,
    place: number,
  ) => { from: number; to: number; key: string; type: string | undefined; text: string } | undefined;
};

/** YAML to read: numbers of lines, search, the same look. */
export function reading(label: string, phrases: Record<string, string>): Extension {
  return [
    appearance(),
    lineNumbers(),
    yaml(),
    drawSelection(),
    highlightSelectionMatches(),
    search({ top: true }),
    keymap.of([...searchKeymap, ...defaultKeymap]),
    EditorState.phrases.of(phrases),
    EditorView.contentAttributes.of({
      "aria-label": label,
      spellcheck: "false",
      autocapitalize: "off",
      autocorrect: "off",
    }),
  ];
}

/** YAML to write. Tab indents; Escape and then Tab leaves (the editor lets Tab through for two seconds). */
export function writing(): Extension {
  return [
    history(),
    indentUnit.of("  "),
    indentOnInput(),
    bracketMatching(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    lintGutter(),
    keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, indentWithTab]),
  ];
}

/** Completion and what a key means, from outside. */
export function assisted(by: () => Assistance | undefined): Extension {
  const source: CompletionSource = ({ state, pos, explicit }) => {
    const found = by()?.offers(state.doc.toString(), pos);
    if (!found || (!explicit && found.from === pos)) return null;
    const options = found.offers.map((offer): Completion => ({
      label: offer.label,
      apply: offer.insert,
      type: offer.kind,
      boost: offer.needed ? 10 : 0,
      ...(offer.detail ? { detail: offer.detail } : {}),
      ...(offer.info ? { info: offer.info } : {}),
    }));
    return { from: found.from, options, validFor: /^[\w.-]*$/ };
  };
  const hover = hoverTooltip(({ state }, pos) => {
    const found = by()?.meaning(state.doc.toString(), pos);
    if (!found) return null;
    return { pos: found.from, end: found.to, above: true, create: () => ({ dom: meaningOf(found) }) };
  });
  return [autocompletion({ override: [source], icons: false }), hover];
}

function meaningOf({
  key,
  type,
  text,
}: {
  key: string;
  type: string | undefined;
  text: string;
}): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-meaning";
  const name = document.createElement("code");
  name.textContent = key;
  const kind = document.createElement("span");
  kind.textContent = type ?? "";
  const says = document.createElement("div");
  says.textContent = text;
  dom.append(name, kind, says);
  return dom;
}

const linkTo = StateEffect.define<Lines | undefined>();

/** Lines the address or a step points at stay marked wherever the cursor goes. */
export const linked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(linkTo)) continue;
      const { doc } = transaction.state;
      const [from, to] = [effect.value?.from ?? 1, Math.min(effect.value?.to ?? 0, doc.lines)];
      const lines = Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => doc.line(from + at).from);
      next = Decoration.set(lines.map((start) => Decoration.line({ class: "cm-linked" }).range(start)));
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Marks lines and brings them into sight; the cursor goes to the first of them. */
export function link(view: EditorView, lines: Lines | undefined): void {
  if (!lines || lines.from < 1 || lines.from > view.state.doc.lines) {
    view.dispatch({ effects: linkTo.of(undefined) });
    return;
  }
  const { from } = view.state.doc.line(lines.from);
  view.dispatch({
    selection: { anchor: from },
    effects: [linkTo.of(lines), EditorView.scrollIntoView(from, { y: "start", yMargin: 60 })],
  });
}
