import { useTexts } from "~/texts";
import { ViewTabs } from "~/views/ViewTabs";
import { type RunsSearch, runsRoute, validateSearch } from "./route";
import { texts } from "./texts";

/** The views over the list of runs: those everybody has, one's own, and what others share. */
export function RunViews({ search }: { search: RunsSearch }) {
  const t = useTexts(texts);
  const navigate = runsRoute.useNavigate();
  return (
    <ViewTabs
      page="runs"
      to="/runs"
      search={search}
      validate={validateSearch}
      usual={[
        { label: t.all, search: {} },
        { label: t.attention, search: { status: ["incident", "failed"] } },
      ]}
      onOpen={(next) => void navigate({ search: next })}
    />
  );
}
