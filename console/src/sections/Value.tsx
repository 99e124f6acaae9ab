import { IconCheck } from "@tabler/icons-react";
import type { ColumnInfo } from "~/api";
import { Above } from "~/components/table/DataTable";
import { Time } from "~/components/time/Time";
import { useTexts } from "~/texts";
import classes from "./Sections.module.css";
import { useSay } from "./say";
import { texts } from "./texts";

/** A value of a list, as its column's type is read by people. */
export function Value({ of: column, value }: { of: ColumnInfo; value: unknown }) {
  const t = useTexts(texts);
  const say = useSay();
  if (value === null || value === undefined || value === "") return null;
  switch (column.type) {
    case "boolean":
      return value === true ? (
        <span className={classes.yes}>
          <IconCheck size={16} aria-hidden />
          {t.yes}
        </span>
      ) : (
        <span className={classes.dim}>{t.no}</span>
      );
    case "time":
      return (
        <Above>
          <Time at={String(value)} />
        </Above>
      );
    case "lookup":
      return labelOf(value);
    case "choice": {
      const choice = column.choices?.find((each) => String(each.value) === String(value));
      return choice ? say(choice) : String(value);
    }
    case "tags":
      return Array.isArray(value) ? value.map(String).join(", ") : String(value);
    default:
      return String(value);
  }
}

function labelOf(value: unknown): string {
  const { label, id } = value as { label?: unknown; id?: unknown };
  return String(label ?? id ?? "");
}
