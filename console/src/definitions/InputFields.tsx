import { useTexts } from "~/texts";
import classes from "./Definitions.module.css";
import { fieldsOf, texts as inputTexts } from "./input";
import { texts } from "./texts";

/** What a process asks for, in words. */
export function InputFields({ schema }: { schema: unknown }) {
  const t = useTexts(texts);
  const words = useTexts(inputTexts);
  const fields = fieldsOf(schema, words);
  if (fields.length === 0) return <span className={classes.dim}>{t.noInput}</span>;
  return (
    <dl className={classes.fields}>
      {fields.map((field) => (
        <div key={field.key}>
          <dt>
            {field.title ?? field.key} {field.title && <code>{field.key}</code>}
          </dt>
          <dd>
            {[
              field.words,
              field.needed && t.needed,
              field.standard !== undefined && t.standard(field.standard),
            ]
              .filter(Boolean)
              .join("; ")}
            {field.description && <span className={classes.dim}> {field.description}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
