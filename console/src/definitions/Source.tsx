import type { Ref } from "react";
import type { Diagnostic } from "~/api";
import classes from "./Definitions.module.css";

const LINE_PX = 20;
const PADDING_PX = 16;
const LEAST_LINES = 20;

function Gutter({ lines, marks }: { lines: number; marks: ReadonlyMap<number, Diagnostic["severity"]> }) {
  return (
    <ol className={classes.gutter} aria-hidden>
      {Array.from({ length: lines }, (_, at) => (
        <li key={at} data-mark={marks.get(at + 1)}>
          {at + 1}
        </li>
      ))}
    </ol>
  );
}

/** A definition to read, with the numbers of its lines. */
export function Source({ text, label }: { text: string; label: string }) {
  return (
    <div className={classes.source} role="region" aria-label={label} tabIndex={0}>
      <Gutter lines={text.split("\n").length} marks={new Map()} />
      <pre className={`${classes.code} ${classes.read}`}>{text}</pre>
    </div>
  );
}

/**
 * A definition to write. A plain field, so that every keyboard, screen reader and spelling of the browser works; lines
 * with mistakes are marked in the gutter.
 */
export function SourceEditor({
  text,
  label,
  diagnostics,
  onChange,
  field,
}: {
  text: string;
  label: string;
  diagnostics: readonly Diagnostic[];
  onChange: (text: string) => void;
  field: Ref<HTMLTextAreaElement>;
}) {
  const lines = Math.max(text.split("\n").length, LEAST_LINES);
  const marks = new Map<number, Diagnostic["severity"]>();
  for (const { position, severity } of diagnostics) {
    if (marks.get(position.line) !== "error") marks.set(position.line, severity);
  }
  return (
    <div className={classes.source}>
      <Gutter lines={lines} marks={marks} />
      <textarea
        ref={field}
        className={classes.code}
        style={{ height: lines * LINE_PX + PADDING_PX }}
        aria-label={label}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        wrap="off"
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
