import { setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useEffectEvent, useImperativeHandle, useRef } from "react";
import { useTexts } from "~/texts";
import type { CodeProps } from "./Code";
import classes from "./Code.module.css";
import { assisted, link, linked, reading, writing } from "./extensions";
import { texts } from "./texts";

/** The editor behind {@link Code}; a chunk of its own. */
export default function Editor(props: CodeProps) {
  const t = useTexts(texts);
  const { text, label, onChange, diagnostics, lines, handle } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const writes = onChange !== undefined;
  const changed = useEffectEvent((next: string) => onChange?.(next));
  const pressed = useEffectEvent((line: number) => props.onLine?.(line));
  const assistance = useEffectEvent(() => props.assistance);
  const phrases = useEffectEvent(() => ({ ...t.phrases }));
  const first = useEffectEvent(() => text);

  useEffect(() => {
    if (!place.current) return;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: first(),
        extensions: [
          lineNumbers({
            domEventHandlers: {
              click: (editor, block) => {
                pressed(editor.state.doc.lineAt(block.from).number);
                return true;
              },
            },
          }),
          reading(label, phrases()),
          linked,
          assisted(() => assistance()),
          writes ? writing() : EditorState.readOnly.of(true),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed(update.state.doc.toString());
          }),
        ],
      }),
    });
    // What scrolls is reached by keyboard by itself: arrows move it without moving a cursor nobody needs.
    if (!writes) editor.scrollDOM.tabIndex = 0;
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [label, writes]);

  // A file that was chosen, another version: what the page says counts.
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const now = editor.state.doc.toString();
    if (now !== text) editor.dispatch({ changes: { from: 0, to: now.length, insert: text } });
  }, [text, label, writes]);

  const key = diagnostics && JSON.stringify(diagnostics);
  useEffect(() => {
    const editor = view.current;
    if (!editor || key === undefined) return;
    const { length } = editor.state.doc;
    const found = (JSON.parse(key) as NonNullable<CodeProps["diagnostics"]>).map(
      ({ from, to, severity, message }) => ({
        from: Math.min(from, length),
        to: Math.min(Math.max(to, from), length),
        severity,
        message,
      }),
    );
    editor.dispatch(setDiagnostics(editor.state, found));
  }, [key, label, writes]);

  const [from, to] = [lines?.from, lines?.to];
  useEffect(() => {
    const editor = view.current;
    if (editor) link(editor, from === undefined ? undefined : { from, to: to ?? from });
  }, [from, to, text, label, writes]);

  useImperativeHandle(handle, () => ({
    goTo: (at) => {
      const editor = view.current;
      if (!editor) return;
      const anchor = Math.min(at, editor.state.doc.length);
      editor.focus();
      editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    },
    line: () => {
      const editor = view.current;
      return editor ? editor.state.doc.lineAt(editor.state.selection.main.head).number : 1;
    },
  }));

  return (
    <>
      <div ref={place} className={classes.place} data-tall={props.tall || undefined} />
      <p className={classes.keys}>
        {writes && <span>{t.leave}</span>}
        {props.assistance && writes && <span>{t.complete}</span>}
        {writes && <span>{t.next}</span>}
        <span>{t.search}</span>
      </p>
    </>
  );
}
