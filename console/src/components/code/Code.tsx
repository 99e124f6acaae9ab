import { lazy, type Ref, Suspense } from "react";
import { Skeletons } from "~/components/states/Skeletons";
import type { Assistance, Lines } from "./extensions";

export type { Assistance, Lines } from "./extensions";

/** What a page can ask of an editor. */
export type CodeHandle = {
  /** Puts the cursor at a place of the text, and the editor in focus. */
  goTo: (place: number) => void;
  /** The line of the cursor, from 1. */
  line: () => number;
};

export type CodeProps = {
  text: string;
  /** Names the field for those who hear it. */
  label: string;
  /** Without it the text is only to be read. */
  onChange?: (text: string) => void;
  /** Underlined, marked at their lines; places count as JavaScript counts. `undefined`: those of before move with the text. */
  diagnostics?:
    readonly { from: number; to: number; severity: "error" | "warning"; message: string }[] | undefined;
  /** Lines that are marked and brought into sight. */
  lines?: Lines | undefined;
  /** A number of a line was pressed. */
  onLine?: (line: number) => void;
  assistance?: Assistance | undefined;
  handle?: Ref<CodeHandle>;
  /** As high as the window allows; without it a part of it. */
  tall?: boolean;
};

const Editor = lazy(() => import("./Editor"));
const Compare = lazy(() => import("./Compare"));

/**
 * YAML to read or to write: numbered lines, search (Ctrl+F), links to lines, mistakes at their place, completion.
 *
 * ```tsx
 * <Code label={t.source} text={definition.source} lines={line ? { from: line, to: line } : undefined} />
 * <Code label={t.editor} text={source} onChange={setSource} diagnostics={found} assistance={assistance} />
 * ```
 */
export function Code(props: CodeProps) {
  return (
    <Suspense fallback={<Skeletons rows={12} height={20} />}>
      <Editor {...props} />
    </Suspense>
  );
}

/** Two texts side by side (one below the other where the screen is narrow); what is the same is folded. */
export function CodeCompare(props: { before: string; after: string; labels: readonly [string, string] }) {
  return (
    <Suspense fallback={<Skeletons rows={12} height={20} />}>
      <Compare {...props} />
    </Suspense>
  );
}
