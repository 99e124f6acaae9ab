import type { ReactNode } from "react";
import { Boundary } from "./Boundary";
import classes from "./Panel.module.css";

/**
 * A part of a page with its own frame, title and error boundary: when it fails, the rest of the page works on.
 *
 * ```tsx
 * <Panel title={t.nextFirings} tools={<Button>…</Button>}>…</Panel>
 * <Panel title={t.runs} flush><DataTable … /></Panel>   // flush: a table brings its own inset
 * ```
 */
export function Panel({
  title,
  tools,
  flush,
  children,
}: {
  title?: string;
  tools?: ReactNode;
  flush?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={classes.panel} aria-label={title}>
      {(title || tools) && (
        <header className={classes.head}>
          <h2>{title}</h2>
          {tools}
        </header>
      )}
      <div className={flush ? undefined : classes.body}>
        <Boundary>{children}</Boundary>
      </div>
    </section>
  );
}
