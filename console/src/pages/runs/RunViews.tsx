import { useSession } from "~/api";
import { LinkButton } from "~/components/link/LinkButton";
import { defineTexts, useTexts } from "~/texts";
import { ViewTabs } from "~/views/ViewTabs";
import { type RunsSearch, runsRoute, validateSearch } from "./route";

const texts = defineTexts(
  { all: "All", attention: "Needs attention", mine: "Mine", bulk: "Bulk actions" },
  { all: "Усі", attention: "Потребують уваги", mine: "Мої", bulk: "Масові дії" },
);

/** The views over the list of runs: those everybody has, one's own, and what others share. */
export function RunViews({ search }: { search: RunsSearch }) {
  const t = useTexts(texts);
  const me = useSession().name;
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
        { label: t.mine, search: { by: me } },
      ]}
      onOpen={(next) => void navigate({ search: next })}
      aside={
        <LinkButton variant="subtle" to="/bulk">
          {t.bulk}
        </LinkButton>
      }
    />
  );
}
