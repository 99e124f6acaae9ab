import { type ReactNode, useEffect } from "react";
import { Boundary } from "~/components/panel/Boundary";
import classes from "./Page.module.css";

/**
 * The frame of every page: title, what stands beside it, the one filled button at the right, then the content. Sets the
 * title of the tab.
 *
 * ```tsx
 * <Page title={t.title} aside={<Status of={run.status} large />} actions={<Button>{t.start}</Button>}>…</Page>
 * ```
 */
export function Page({
  title,
  aside,
  actions,
  children,
}: {
  title?: string;
  aside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  useEffect(() => {
    if (title) document.title = `${title} · Throughline`;
  }, [title]);
  return (
    <div className={classes.page}>
      {title && (
        <header className={classes.head}>
          <h1>{title}</h1>
          {aside}
          <div className={classes.grow} />
          {actions}
        </header>
      )}
      <Boundary>{children}</Boundary>
    </div>
  );
}
