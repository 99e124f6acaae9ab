import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconBookmarkPlus,
  IconChevronDown,
  IconDeviceFloppy,
  IconPencil,
  IconTrash,
  IconUsers,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, type LinkProps } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { read, type SavedView, send, useChange, useConnectionLost, useMay, type ViewPage } from "~/api";
import { useConfirm } from "~/components/confirm/Confirm";
import { Report } from "~/components/report/Report";
import { ErrorNote } from "~/components/states/ErrorNote";
import { useTexts } from "~/texts";
import { addressOf, sameAddress, searchOfAddress } from "./address";
import { texts } from "./texts";
import classes from "./Views.module.css";

const ViewDialog = lazy(() => import("./ViewDialog"));

type Search = Record<string, unknown>;

type Props<S extends Search> = {
  page: ViewPage;
  /** Where the page is. */
  to: LinkProps["to"];
  /** What its address says now; `view` in it is the saved view that was opened. */
  search: S & { view?: string };
  /** The `validateSearch` of its route. */
  validate: (given: Search) => S;
  /** What everybody has, e.g. All and Needs attention. */
  usual: readonly { label: string; search: S }[];
  onOpen: (search: S & { view?: string }) => void;
  /** What stands at the other end of the row. */
  aside?: ReactNode;
};

/**
 * The views of a list page over it: those everybody has, one's own, and what others share. A view is the page's address
 * under a name; the one that is open is marked, and says when its filters are not what was saved any more.
 *
 * ```tsx
 * <ViewTabs page="runs" to="/runs" search={search} validate={validateSearch}
 *   usual={[{ label: t.all, search: {} }]} onOpen={(search) => void navigate({ search })} />
 * ```
 */
export function ViewTabs<S extends Search>({ page, to, search, validate, usual, onOpen, aside }: Props<S>) {
  const t = useTexts(texts);
  const [saving, setSaving] = useState(false);
  const views = useQuery(read("/api/v1/views", { params: { query: { page } } }));
  const now = addressOf(search);
  const items = views.data?.items ?? [];
  const same = (address: string) => sameAddress(address, now, validate);
  const opened = items.find(({ id }) => id === search.view);
  const plain = opened ? undefined : usual.find((one) => same(addressOf(one.search)));
  // A link without a view still opens what is saved under one.
  const current = opened ?? (plain ? undefined : items.find(({ address }) => same(address)));
  const changed = current !== undefined && !same(current.address);
  const link = (to_: S & { view?: string }) => ({ to, search: to_ }) as LinkProps;
  return (
    <>
      <nav className={classes.views} aria-label={t.views}>
        {usual.map((one) => (
          <span key={one.label} className={classes.view} data-open={one === plain || undefined}>
            <Link
              {...link(one.search)}
              className={classes.open}
              activeOptions={NEVER}
              aria-current={one === plain ? "page" : undefined}
            >
              {one.label}
            </Link>
          </span>
        ))}
        {items.map((view) => (
          <span key={view.id} className={classes.view} data-open={view === current || undefined}>
            <Tooltip label={view.mine ? t.shared : t.sharedBy(view.owner)} disabled={!view.shared}>
              <Link
                {...link({ ...searchOfAddress(view.address, validate), view: view.id })}
                className={classes.open}
                activeOptions={NEVER}
                aria-current={view === current ? "page" : undefined}
              >
                {view.shared && <IconUsers size={14} aria-label={t.shared} />}
                <span className={classes.name}>{view.name}</span>
                {view === current && changed && <span className={classes.changed}>{t.changed}</span>}
              </Link>
            </Tooltip>
            {view === current && (
              <ViewMenu
                view={view}
                address={now}
                changed={changed}
                onRevert={() => onOpen({ ...searchOfAddress(view.address, validate), view: view.id })}
                onGone={() => onOpen(searchOfAddress(now, validate))}
              />
            )}
          </span>
        ))}
        {!plain && (!current || changed) && (
          <Button
            variant="subtle"
            leftSection={<IconBookmarkPlus size={16} />}
            onClick={() => setSaving(true)}
          >
            {t.save}
          </Button>
        )}
        {aside && <span className={classes.aside}>{aside}</span>}
      </nav>
      {views.error && <ErrorNote error={views.error} onRetry={() => void views.refetch()} />}
      {saving && (
        <Suspense>
          <ViewDialog
            page={page}
            address={now}
            onClose={() => setSaving(false)}
            onSaved={(view) => onOpen({ ...searchOfAddress(now, validate), view: view.id })}
          />
        </Suspense>
      )}
    </>
  );
}

/** Which view is open is decided here: the router would compare other parts of the address. */
const NEVER = { exact: true, includeSearch: true, explicitUndefined: true } as const;

/** What can be done to the view that is open. */
function ViewMenu({
  view,
  address,
  changed,
  onRevert,
  onGone,
}: {
  view: SavedView;
  address: string;
  changed: boolean;
  onRevert: () => void;
  onGone: () => void;
}) {
  const t = useTexts(texts);
  const confirm = useConfirm();
  const offline = useConnectionLost() !== null;
  const [editing, setEditing] = useState(false);
  const administrator = useMay("administrator");
  const operator = useMay("operator");
  const mayChange = (view.mine || administrator) && !offline && (operator || !view.shared);
  const path = { params: { path: { id: view.id } } };
  const save = useChange(
    () =>
      send("put", "/api/v1/views/{id}", {
        ...path,
        body: { name: view.name, address, shared: view.shared, version: view.version },
      }),
    { refresh: ["/api/v1/views"] },
  );
  const remove = useChange(() => send("delete", "/api/v1/views/{id}", path), {
    refresh: ["/api/v1/views"],
    onSuccess: onGone,
  });
  const askRemove = async () => {
    const question = {
      title: t.removeTitle(view.name),
      body: view.shared ? t.removeShared : t.removeBody,
      act: t.remove,
      keep: t.keep,
      dangerous: true,
    };
    if (await confirm(question)) remove.mutate();
  };
  if (!mayChange && !changed) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={24} mr={4} aria-label={t.menu(view.name)}>
            <IconChevronDown size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {changed && mayChange && (
            <Menu.Item leftSection={<IconDeviceFloppy size={16} />} onClick={() => save.mutate()}>
              {t.saveChanges}
            </Menu.Item>
          )}
          {changed && (
            <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={onRevert}>
              {t.revert}
            </Menu.Item>
          )}
          {mayChange && (
            <>
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setEditing(true)}>
                {t.rename}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => void askRemove()}>
                {t.remove}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Report of={save} />
      <Report of={remove} />
      {editing && (
        <Suspense>
          <ViewDialog page={view.page} address={view.address} view={view} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </>
  );
}
