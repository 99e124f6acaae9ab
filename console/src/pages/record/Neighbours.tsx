import { ActionIcon, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { read, type RecordRow, type SectionInfo } from "~/api";
import { filterQuery, filtersOf } from "~/sections/filters";
import classes from "~/sections/Sections.module.css";
import { useShortcuts } from "~/shell/shortcuts";
import { useNumber, useTexts } from "~/texts";
import { recordRoute } from "./route";
import { texts } from "./texts";

const PAGE = 50;

/** The record before and after, in the list this one was opened from: `[` and `]`. */
export function Neighbours({ section, record }: { section: SectionInfo; record: string }) {
  const t = useTexts(texts);
  const number = useNumber();
  const search = recordRoute.useSearch();
  const navigate = useNavigate();
  const { at } = search;
  const free = section.skips_freely;
  const limit = free ? 3 : Math.min(PAGE, section.max_page);
  const skip = at === undefined ? 0 : free ? Math.max(0, at - 1) : Math.floor(at / limit) * limit;
  const filter = filterQuery(filtersOf(search), section.columns);
  const query = {
    ...(search.q ? { q: search.q } : {}),
    ...(filter ? { filter } : {}),
    ...(search.sort ? { sort: search.sort } : {}),
    skip,
    limit,
  };
  const page = useQuery({
    ...read("/api/v1/sections/{section}/records", { params: { path: { section: section.key }, query } }),
    enabled: at !== undefined,
  });
  const items = page.data?.items ?? [];
  const place = items.findIndex(({ id }) => id === record);
  const before = place > 0 ? items[place - 1] : undefined;
  const after = place >= 0 ? items[place + 1] : undefined;
  const go = (row: RecordRow, by: number) =>
    void navigate({
      to: "/s/$section/$record",
      params: { section: section.key, record: row.id },
      search: { ...search, run: undefined, act: undefined, at: skip + place + by },
    });
  useShortcuts({
    ...(before ? { BracketLeft: () => go(before, -1) } : {}),
    ...(after ? { BracketRight: () => go(after, 1) } : {}),
  });
  if (at === undefined || place < 0) return null;
  return (
    <span className={classes.buttons}>
      <Tooltip label={`${t.previous} [`}>
        <ActionIcon
          size={28}
          aria-label={t.previous}
          disabled={!before}
          onClick={() => before && go(before, -1)}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
      </Tooltip>
      {typeof page.data?.total === "number" && (
        <span className={classes.dim}>{t.position(number(skip + place + 1), number(page.data.total))}</span>
      )}
      <Tooltip label={`${t.next} ]`}>
        <ActionIcon size={28} aria-label={t.next} disabled={!after} onClick={() => after && go(after, 1)}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
