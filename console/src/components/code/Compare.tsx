import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useEffectEvent, useRef } from "react";
import { useTexts } from "~/texts";
import classes from "./Code.module.css";
import { reading } from "./extensions";
import { texts } from "./texts";

const FOLDED = { margin: 3, minSize: 6 };
/** Enough for definitions of thousands of lines, short enough not to be felt. */
const EFFORT = { scanLimit: 5000, timeout: 500 };

/** The comparison behind `CodeCompare`; a chunk of its own. */
export default function Compare(props: { before: string; after: string; labels: readonly [string, string] }) {
  const t = useTexts(texts);
  const { before, after, labels } = props;
  const [left, right] = labels;
  const narrow = useMediaQuery("(max-width: 900px)", undefined, { getInitialValueInEffect: false });
  const place = useRef<HTMLDivElement>(null);
  const phrases = useEffectEvent(() => ({ ...t.phrases, "$ unchanged lines": t.unchanged }));
  useEffect(() => {
    const parent = place.current;
    if (!parent) return;
    const side = (label: string) => [reading(label, phrases()), EditorState.readOnly.of(true)];
    if (narrow) {
      const unified = new EditorView({
        parent,
        state: EditorState.create({
          doc: after,
          extensions: [
            side(`${left} → ${right}`),
            unifiedMergeView({
              original: before,
              mergeControls: false,
              collapseUnchanged: FOLDED,
              diffConfig: EFFORT,
            }),
          ],
        }),
      });
      return () => unified.destroy();
    }
    const merge = new MergeView({
      parent,
      a: { doc: before, extensions: side(left) },
      b: { doc: after, extensions: side(right) },
      collapseUnchanged: FOLDED,
      diffConfig: EFFORT,
      gutter: true,
    });
    return () => merge.destroy();
  }, [before, after, left, right, narrow]);
  return (
    <>
      <div className={classes.sides} aria-hidden>
        <span>{left}</span>
        <span>{right}</span>
      </div>
      <div ref={place} className={classes.compare} />
    </>
  );
}
