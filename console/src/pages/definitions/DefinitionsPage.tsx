import { IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Definition, read, useMay } from "~/api";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Empty } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { Above, type Column, DataTable } from "~/components/table/DataTable";
import { TableFoot } from "~/components/table/TableFoot";
import { Time } from "~/components/time/Time";
import { texts } from "~/definitions/texts";
import { useTexts } from "~/texts";
import { common } from "~/texts/common";
import { definitionsRoute } from "./route";

const PAGE = 100;

/** `/definitions`: the latest version of every process. */
export function DefinitionsPage() {
  const t = useTexts(texts);
  const words = useTexts(common);
  const { cursor } = definitionsRoute.useSearch();
  const navigate = definitionsRoute.useNavigate();
  const mayDeploy = useMay("designer");
  const query = { limit: PAGE, ...(cursor ? { cursor } : {}) };
  const definitions = useQuery(read("/api/v1/definitions", { params: { query } }));
  const deploy = mayDeploy && (
    <LinkButton to="/definitions/deploy" leftSection={<IconUpload size={16} />}>
      {t.deploy}
    </LinkButton>
  );
  const columns: Column<Definition>[] = [
    { key: "process", title: t.process, cell: ({ name }) => name },
    { key: "key", title: t.key, width: 220, cell: ({ key }) => key },
    {
      key: "version",
      title: t.version,
      width: 88,
      align: "right",
      cell: ({ version }) => words.version(version),
    },
    {
      key: "deployed",
      title: t.deployed,
      width: 130,
      cell: ({ deployed_at: at }) => (
        <Above>
          <Time at={at} />
        </Above>
      ),
    },
    { key: "by", title: t.by, width: 180, cell: ({ deployed_by: by }) => by },
    {
      key: "runs",
      title: "",
      width: 110,
      align: "right",
      cell: ({ key, name }) => (
        <Above>
          <Link to="/runs" search={{ process: key }} aria-label={t.runsOf(name)}>
            {t.runs}
          </Link>
        </Above>
      ),
    },
  ];
  return (
    <Page title={t.title} actions={deploy}>
      <Panel flush>
        <Reading of={definitions} skeleton={<Skeletons rows={12} height={32} />}>
          {(page) =>
            page.items.length === 0 ? (
              <Empty title={t.none} action={deploy}>
                {t.noneWhy}
              </Empty>
            ) : (
              <>
                <DataTable
                  label={t.title}
                  rows={page.items}
                  rowKey={({ key }) => key}
                  rowName={({ name }) => name}
                  columns={columns}
                  link={{
                    column: "process",
                    to: ({ key, version }) => ({
                      to: "/definitions/$key/$version",
                      params: { key, version: String(version) },
                    }),
                  }}
                />
                <TableFoot
                  rows={page.items.length}
                  cursor={cursor}
                  next={page.next_cursor}
                  onCursor={(next) => void navigate({ search: next ? { cursor: next } : {} })}
                />
              </>
            )
          }
        </Reading>
      </Panel>
    </Page>
  );
}
