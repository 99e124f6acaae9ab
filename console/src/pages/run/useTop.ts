import { useLayoutEffect, useRef } from "react";

/**
 * Tells what is `below`, as `--run-top`, where it begins: it takes what is left of the window, whatever stands above it.
 * Without it a problem at the top would push the end of a list under the edge of the window.
 */
export function useTop() {
  const above = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!above.current) return;
    const measure = () => {
      const place = below.current;
      if (!place) return;
      const scrolled = place.closest("main")?.scrollTop ?? 0;
      const top = Math.round(place.getBoundingClientRect().top + scrolled);
      place.style.setProperty("--run-top", `${top}px`);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(above.current);
    return () => observer.disconnect();
  }, []);
  return { above, below };
}
