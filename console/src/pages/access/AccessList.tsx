import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Panel } from "~/components/panel/Panel";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import type { Column } from "~/components/table/DataTable";
import { PagedTable } from "~/components/table/PagedTable";
import { accessRoute } from "./route";

const PAGE = 50;

/** What is asked for a page of a list: the cursor stands in the address. */
export function usePageQuery(): { limit: number; cursor?: string } {
  const { cursor } = accessRoute.useSearch();
  return { limit: PAGE, ...(cursor ? { cursor } : {}) };
}

/** A list of the page: its rows a page at a time, what makes one more (`tools`), and what is said where there are none. */
export function AccessList<Row extends { id: string }>({
  label,
  untitled,
  tools,
  of,
  columns,
  rowName,
  byName,
  empty,
}: {
  label: string;
  /** Its name stands above it already. */
  untitled?: boolean;
  tools?: ReactNode;
  of: UseQueryResult<{ items: Row[]; next_cursor?: string | null }, Error>;
  columns: Column<Row>[];
  rowName: (row: Row) => string;
  byName?: boolean;
  empty: ReactNode;
}) {
  const { cursor } = accessRoute.useSearch();
  const navigate = accessRoute.useNavigate();
  return (
    <Panel {...(untitled ? {} : { title: label })} flush tools={tools}>
      <Reading of={of} skeleton={<Skeletons rows={6} height={32} />}>
        {(page) =>
          page.items.length === 0 ? (
            empty
          ) : (
            <PagedTable
              label={label}
              page={page}
              cursor={cursor}
              onCursor={(next) => void navigate({ search: (now) => ({ ...now, cursor: next }) })}
              rowKey={({ id }) => id}
              rowName={rowName}
              columns={columns}
              {...(byName ? { byName } : {})}
            />
          )
        }
      </Reading>
    </Panel>
  );
}
