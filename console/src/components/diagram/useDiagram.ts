import { useEffect, useEffectEvent, useRef, useState } from "react";
import { type Diagram, draw } from "./viewer";

/** Draws BPMN into the element of `place`, anew when the document is another; `onClick` gets the id of an element. */
export function useDiagram(xml: string, onClick: (element: string) => void) {
  const place = useRef<HTMLDivElement>(null);
  const [diagram, setDiagram] = useState<Diagram>();
  const [error, setError] = useState<string>();
  const clicked = useEffectEvent((element: string) => onClick(element));
  useEffect(() => {
    const container = place.current;
    if (!container) return;
    let gone = false;
    let drawn: Diagram | undefined;
    draw(container, xml, (element) => clicked(element)).then(
      (made) => {
        if (gone) return made.destroy();
        drawn = made;
        setError(undefined);
        setDiagram(made);
      },
      (why: unknown) => {
        if (!gone) setError(why instanceof Error ? why.message : String(why));
      },
    );
    return () => {
      gone = true;
      drawn?.destroy();
      setDiagram(undefined);
    };
  }, [xml]);
  return { place, diagram, error };
}
