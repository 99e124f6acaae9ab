import { useQuery } from "@tanstack/react-query";
import { type Bulk, read } from "~/api";
import { BulkState } from "~/bulk/BulkState";
import { texts as words } from "~/bulk/texts";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Empty } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { Above, type Column } from "~/components/table/DataTable";
import { PagedTable } from "~/components/table/PagedTable";
import { Time } from "~/components/time/Time";
import { defineTexts, useNumber, useTexts } from "~/texts";
import { bulksRoute } from "./route";

/** Each is counted anew for every look. */
const PAGE = 20;
const LOOK_MS = 5000;

const texts = defineTexts(
  {
    title: "Bulk actions",
    runs: "Runs",
    state: "State",
    what: "What",
    done: "Acted on",
    left: "Skipped or failed",
    by: "Started by",
    at: "Started",
    none: "Nothing was done to many runs at once yet",
    noneWhy:
      "Select runs in the list, or all that its filters match: what can be done with them appears above it.",
  },
  {
    title: "Масові дії",
    runs: "Запуски",
    state: "Стан",
    what: "Що",
    done: "Зроблено",
    left: "Пропущено або не вдалося",
    by: "Почав",
    at: "Почато",
    none: "Масових дій ще не було",
    noneWhy:
      "Виберіть запуски у списку або всі, що відповідають фільтрам: над ним з'явиться, що з ними можна зробити.",
  },
);

/** `/bulk`: what was done to many runs at once, newest first. */
export function BulksPage() {
  const t = useTexts(texts);
  const w = useTexts(words);
  const number = useNumber();
  const { cursor } = bulksRoute.useSearch();
  const navigate = bulksRoute.useNavigate();
  const query = { limit: PAGE, ...(cursor ? { cursor } : {}) };
  const bulks = useQuery({ ...read("/api/v1/bulk", { params: { query } }), refetchInterval: LOOK_MS });
  const columns: Column<Bulk>[] = [
    { key: "state", title: t.state, width: 156, cell: ({ state }) => <BulkState of={state} /> },
    { key: "what", title: t.what, cell: ({ action, runs }) => w.of[action](runs) },
    { key: "done", title: t.done, width: 120, align: "right", cell: ({ counts }) => number(counts.done) },
    {
      key: "left",
      title: t.left,
      width: 200,
      align: "right",
      cell: ({ counts }) => number(counts.skipped + counts.failed),
    },
    { key: "by", title: t.by, width: 200, cell: (bulk) => bulk.created_by },
    {
      key: "at",
      title: t.at,
      width: 140,
      cell: ({ started_at: at }) => at && <Above>{<Time at={at} />}</Above>,
    },
  ];
  return (
    <Page
      title={t.title}
      actions={
        <LinkButton variant="default" to="/runs">
          {t.runs}
        </LinkButton>
      }
    >
      <Panel flush>
        <Reading of={bulks} skeleton={<Skeletons rows={8} height={32} />}>
          {(page) =>
            page.items.length === 0 ? (
              <Empty title={t.none} action={<LinkButton to="/runs">{t.runs}</LinkButton>}>
                {t.noneWhy}
              </Empty>
            ) : (
              <PagedTable
                label={t.title}
                page={page}
                cursor={cursor}
                onCursor={(next) => void navigate({ search: { ...(next ? { cursor: next } : {}) } })}
                rowKey={({ id }) => id}
                rowName={({ action, runs }) => w.of[action](runs)}
                columns={columns}
                link={{ column: "what", to: ({ id }) => ({ to: "/bulk/$id", params: { id } }) }}
              />
            )
          }
        </Reading>
      </Panel>
    </Page>
  );
}
