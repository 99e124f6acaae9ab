import { IconChevronLeft } from "@tabler/icons-react";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Empty } from "~/components/states/Empty";
import { useTexts } from "~/texts";
import { Library } from "./Library";
import { StartForm } from "./StartForm";
import classes from "./StartPage.module.css";
import { texts } from "./texts";

/** `/start` and `/start/:process`: every process a person can run, and the form of the one chosen. */
export function StartPage() {
  const t = useTexts(texts);
  const { process } = useParams({ strict: false });
  const { q } = useSearch({ strict: false }) as { q?: string };
  return (
    <Page title={t.title}>
      <div className={classes.columns} data-chosen={process}>
        <Panel flush>
          <Library chosen={process} />
        </Panel>
        <Panel>
          {process ? (
            <>
              <Link to="/start" search={q ? { q } : {}} className={classes.another}>
                <IconChevronLeft size={14} aria-hidden />
                {t.another}
              </Link>
              <StartForm key={process} process={process} />
            </>
          ) : (
            <Empty title={t.choose}>{t.chooseWhy}</Empty>
          )}
        </Panel>
      </div>
    </Page>
  );
}
