import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { nonce } from "~/nonce";

/** Colours follow the page by `light-dark()`: one theme for both schemes, at least 4.5:1 on their grounds. */
const words = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "light-dark(#0b5cad, #74c0fc)" },
  { tag: [tags.string, tags.content], color: "light-dark(#1f2328, #e9ecef)" },
  { tag: [tags.attributeValue], color: "light-dark(#1b6e3c, #8ce99a)" },
  { tag: [tags.number, tags.bool, tags.null], color: "light-dark(#7a3e00, #ffc078)" },
  { tag: [tags.comment, tags.lineComment], color: "light-dark(#57616b, #a4adb7)", fontStyle: "italic" },
  {
    tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace],
    color: "light-dark(#57616b, #a4adb7)",
  },
]);

const look = EditorView.theme({
  "&": {
    color: "var(--mantine-color-text)",
    backgroundColor: "transparent",
    fontSize: "13px",
    height: "100%",
  },
  "&.cm-focused": { outline: "2px solid var(--mantine-primary-color-filled)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", lineHeight: "20px" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--mantine-color-text)" },
  ".cm-cursor": { borderLeftColor: "var(--mantine-color-text)" },
  ".cm-gutters": {
    color: "var(--mantine-color-dimmed)",
    backgroundColor: "var(--mantine-color-body)",
    borderRight: "1px solid var(--line)",
  },
  ".cm-activeLine": { backgroundColor: "light-dark(#f1f4f680, #272d3380)" },
  ".cm-activeLineGutter": { color: "var(--mantine-color-text)", backgroundColor: "var(--hover)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection": {
    backgroundColor: "light-dark(#b9dcf7, #264f78) !important",
  },
  ".cm-lineNumbers .cm-gutterElement": { cursor: "pointer", minWidth: "36px" },
  ".cm-linked": {
    backgroundColor: "light-dark(#fff6d6, #3a3420)",
    boxShadow: "inset 3px 0 light-dark(#c28a00, #ffd43b)",
  },
  ".cm-searchMatch": { backgroundColor: "light-dark(#ffe066, #665200)" },
  ".cm-searchMatch-selected": { backgroundColor: "light-dark(#ffc078, #915800)" },
  ".cm-panels": {
    color: "var(--mantine-color-text)",
    backgroundColor: "var(--ground)",
    borderBottom: "1px solid var(--line)",
    fontFamily: "var(--mantine-font-family)",
  },
  ".cm-panel.cm-search": { padding: "8px 28px 8px 12px", fontSize: "13px" },
  ".cm-panel.cm-search label": { fontSize: "13px" },
  ".cm-textfield": {
    color: "inherit",
    backgroundColor: "var(--mantine-color-body)",
    border: "1px solid light-dark(#868e96, #6f7a86)",
    borderRadius: "4px",
    padding: "2px 6px",
    fontSize: "13px",
  },
  ".cm-button": {
    color: "inherit",
    backgroundImage: "none",
    backgroundColor: "var(--mantine-color-body)",
    border: "1px solid light-dark(#ced4da, #464f59)",
    borderRadius: "4px",
    fontSize: "13px",
  },
  ".cm-panel.cm-search [name=close]": { color: "inherit", fontSize: "18px", right: "8px" },
  ".cm-tooltip": {
    color: "var(--mantine-color-text)",
    backgroundColor: "var(--mantine-color-body)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
    boxShadow: "0 4px 16px rgb(0 0 0 / 18%)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--mantine-font-family-monospace)",
    maxHeight: "240px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px", lineHeight: "20px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    color: "var(--mantine-color-text)",
    backgroundColor: "var(--chosen)",
  },
  ".cm-completionDetail": { color: "var(--mantine-color-dimmed)", fontStyle: "normal", marginLeft: "12px" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-tooltip.cm-completionInfo": { padding: "8px 12px", maxWidth: "320px", fontSize: "13px" },
  ".cm-meaning": { padding: "8px 12px", maxWidth: "420px", fontSize: "13px", lineHeight: "18px" },
  ".cm-meaning code": { fontFamily: "var(--mantine-font-family-monospace)", fontWeight: "600" },
  ".cm-meaning span": { color: "var(--mantine-color-dimmed)", marginLeft: "8px" },
  ".cm-diagnostic": { padding: "6px 12px", fontSize: "13px", borderLeftWidth: "3px" },
  ".cm-diagnostic-error": { borderLeftColor: "light-dark(#b4002d, #ff8fa3)" },
  ".cm-diagnostic-warning": { borderLeftColor: "light-dark(#a36a00, #ffd43b)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy light-dark(#b4002d, #ff8fa3)",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy light-dark(#a36a00, #ffd43b)",
    textUnderlineOffset: "3px",
  },
  ".cm-gutter-lint": { width: "16px" },
  ".cm-lint-marker": { width: "12px", height: "12px" },
  // Differences.
  ".cm-changedLine": { backgroundColor: "light-dark(#e9f7ec, #16301f) !important" },
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": {
    backgroundColor: "light-dark(#fdecef, #3a1a22) !important",
  },
  "&.cm-merge-b .cm-changedText, .cm-changedText": { background: "light-dark(#b5e6c1, #245a36) !important" },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
    background: "light-dark(#f8c3cd, #74293b) !important",
  },
  ".cm-deletedChunk": { paddingLeft: "6px" },
  ".cm-changeGutter": { width: "4px", paddingLeft: "1px" },
  "&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter": { background: "light-dark(#b4002d, #ff8fa3)" },
  "&.cm-merge-b .cm-changedLineGutter, .cm-changedLineGutter": { background: "light-dark(#1b6e3c, #69db7c)" },
  ".cm-collapsedLines": {
    color: "var(--mantine-color-dimmed)",
    background: "var(--ground)",
    padding: "3px 8px 3px 14px",
    borderBlock: "1px solid var(--line)",
  },
  ".cm-collapsedLines:hover": { background: "var(--hover)" },
});

/** What every editor and every side of a comparison looks like; its styles carry the nonce of the page. */
export function appearance() {
  return [EditorView.cspNonce.of(nonce()), look, syntaxHighlighting(words)];
}
