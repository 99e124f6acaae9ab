import classes from "./Diagrams.module.css";
import type { Mark } from "./structure/compare";

const SIGNS: Record<Mark, string> = { added: "+", removed: "−", changed: "~" };

/** Plus, minus or tilde: what was done to a step, for those who see no colours, too. */
export function Sign({ of }: { of: Mark }) {
  return (
    <span className={classes.sign} data-mark={of} aria-hidden>
      {SIGNS[of]}
    </span>
  );
}

/** The same for the layer over a diagram; `says` is its word. */
export function signElement(mark: Mark, says: string): HTMLElement {
  const element = document.createElement("div");
  if (classes.sign) element.className = classes.sign;
  element.dataset.mark = mark;
  element.textContent = SIGNS[mark];
  element.title = says;
  return element;
}
