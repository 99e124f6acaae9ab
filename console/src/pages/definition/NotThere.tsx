import type { ApiError } from "~/api";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Empty } from "~/components/states/Empty";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Skeletons } from "~/components/states/Skeletons";
import { texts } from "~/definitions/texts";
import { useTexts } from "~/texts";

/** In the place of a definition that is not read yet, could not be, or does not exist. */
export function NotThere({ error, onRetry }: { error: ApiError | null; onRetry: () => void }) {
  const t = useTexts(texts);
  if (error?.kind === "not-found" || error?.kind === "bad-request") {
    return (
      <Page title={t.notFound}>
        <Empty title={t.notFound} action={<LinkButton to="/definitions">{t.all}</LinkButton>}>
          {t.notFoundWhy}
        </Empty>
      </Page>
    );
  }
  return (
    <Page>{error ? <ErrorNote error={error} onRetry={onRetry} /> : <Skeletons rows={12} height={32} />}</Page>
  );
}
