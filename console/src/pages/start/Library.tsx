import { ActionIcon } from "@mantine/core";
import { IconCalendarClock, IconStar, IconStarFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { type Definition, read } from "~/api";
import { SearchInput } from "~/components/filters/SearchInput";
import { Empty } from "~/components/states/Empty";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { usePreference } from "~/preferences";
import { useTexts } from "~/texts";
import { grouped } from "./grouped";
import classes from "./StartPage.module.css";
import { texts } from "./texts";

/** The list at the left: search as one types, favourites and recent first; arrows move through it. */
export function Library({ chosen }: { chosen: string | undefined }) {
  const t = useTexts(texts);
  const { q } = useSearch({ strict: false }) as { q?: string };
  const navigate = useNavigate();
  const [favourites, setFavourites] = usePreference("favourites");
  const [recent] = usePreference("recent");
  const definitions = useQuery(read("/api/v1/definitions", { params: { query: { limit: 500 } } }));
  const schedules = useQuery(read("/api/v1/schedules", { params: { query: { limit: 500 } } }));
  const list = useRef<HTMLDivElement>(null);
  const nightly = (key: string) =>
    (schedules.data?.items ?? []).filter(({ process }) => process === key).map(({ name }) => name);

  const move = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const links = [...(list.current?.querySelectorAll<HTMLElement>("a") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[Math.max(0, Math.min(links.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))]?.focus();
  };
  const star = (key: string) =>
    setFavourites(
      favourites.includes(key) ? favourites.filter((each) => each !== key) : [...favourites, key],
    );

  return (
    // The keys are those of the links inside; the frame only passes them on.
    <div ref={list} onKeyDown={move} role="presentation">
      <div className={classes.search}>
        <SearchInput
          label={t.find}
          value={q}
          width="100%"
          onChange={(next) =>
            void navigate({ to: ".", search: (now: object) => ({ ...now, q: next }), replace: true })
          }
        />
      </div>
      <Reading of={definitions} skeleton={<Skeletons rows={8} height={46} />}>
        {({ items }) => {
          if (items.length === 0) return <Empty title={t.none}>{t.noneWhy}</Empty>;
          const groups = grouped(items, q, favourites, recent);
          if (groups.length === 0) return <Empty title={t.noneFound(q ?? "")} />;
          return (
            <ul className={classes.list}>
              {groups.map(({ heading, definitions }) => (
                <li key={typeof heading === "string" ? heading : `group ${heading.group}`}>
                  <div className={classes.group}>
                    {typeof heading === "string" ? t[heading] : heading.group}
                  </div>
                  <ul style={{ padding: 0, listStyle: "none" }}>
                    {definitions.map((definition) => (
                      <Item
                        key={definition.key}
                        definition={definition}
                        schedules={nightly(definition.key).join(", ")}
                        chosen={definition.key === chosen}
                        starred={favourites.includes(definition.key)}
                        onStar={() => star(definition.key)}
                        q={q}
                      />
                    ))}
                  </ul>
                </li>
              ))}
            </ul>
          );
        }}
      </Reading>
    </div>
  );
}

function Item(item: {
  definition: Definition;
  /** Names of its schedules; empty where none starts it. */
  schedules: string;
  chosen: boolean;
  starred: boolean;
  onStar: () => void;
  q: string | undefined;
}) {
  const t = useTexts(texts);
  const { key, name } = item.definition;
  const row = useRef<HTMLLIElement>(null);
  // Who came by a link sees what is chosen.
  useEffect(() => {
    if (item.chosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [item.chosen]);
  return (
    <li ref={row} className={classes.item} data-chosen={item.chosen || undefined}>
      <Link
        to="/start/$process"
        params={{ process: key }}
        search={item.q ? { q: item.q } : {}}
        className={classes.link}
        aria-current={item.chosen ? "true" : undefined}
      >
        <span className={classes.name}>{name}</span>
        <span className={classes.key}>
          {key}
          {item.schedules && (
            <span className={classes.schedules} title={t.onSchedule(item.schedules)}>
              <IconCalendarClock size={12} aria-hidden /> {item.schedules}
            </span>
          )}
        </span>
      </Link>
      <ActionIcon
        className={classes.star}
        size={24}
        aria-pressed={item.starred}
        aria-label={item.starred ? t.unstar(name) : t.star(name)}
        onClick={item.onStar}
      >
        {item.starred ? <IconStarFilled size={14} /> : <IconStar size={14} />}
      </ActionIcon>
    </li>
  );
}
