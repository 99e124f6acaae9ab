import { Link } from "@tanstack/react-router";
import { defineTexts, useTexts } from "~/texts";
import { searchableValue } from "./searchableValue";
import classes from "./FindByValues.module.css";

const texts = defineTexts({ find: "Find runs with" }, { find: "Знайти запуски, де" });

const MOST = 12;

/**
 * The single values of an input or a result, each a link to the runs that have it too. Nothing where the service
 * searches for none of them.
 */
export function FindByValues({ of }: { of: unknown }) {
  const t = useTexts(texts);
  if (of === null || typeof of !== "object" || Array.isArray(of)) return null;
  const values = Object.entries(of)
    .map(([name, value]) => ({ name, text: searchableValue(name, value) }))
    .filter((each): each is { name: string; text: string } => each.text !== undefined)
    .slice(0, MOST);
  if (values.length === 0) return null;
  return (
    <p className={classes.find}>
      {t.find}
      {values.map(({ name, text }) => (
        <Link
          key={name}
          to="/runs"
          search={{ var: `${name}:${text}` }}
          className={classes.value}
          title={text}
        >
          {name} = {text}
        </Link>
      ))}
    </p>
  );
}
