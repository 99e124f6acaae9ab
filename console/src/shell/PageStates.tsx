import { ErrorNote } from "~/components/states/ErrorNote";
import { Skeletons } from "~/components/states/Skeletons";
import { Page } from "~/components/page/Page";

/** A page that could not be drawn. The shell around it works on. */
export function PageError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <Page>
      <ErrorNote error={error} onRetry={reset} />
    </Page>
  );
}

/** A page whose code is being loaded. */
export function PagePending() {
  return (
    <Page>
      <Skeletons rows={12} height={32} />
    </Page>
  );
}
