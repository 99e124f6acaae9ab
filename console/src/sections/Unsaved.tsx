import { Button, Group } from "@mantine/core";
import { useTexts } from "~/texts";
import classes from "./Sections.module.css";
import { texts } from "./texts";
import type { SectionForm } from "./useSectionForm";

/** Under a form in which something is written: that it was written before, and the way to be rid of it. */
export function Unsaved({ form }: { form: SectionForm }) {
  const t = useTexts(texts);
  if (!form.dirty) return null;
  return (
    <Group mt="sm" gap="xs">
      <Button variant="subtle" onClick={form.reset}>
        {t.discard}
      </Button>
      {form.restored && (
        <span className={classes.note} role="status">
          {t.restored}
        </span>
      )}
    </Group>
  );
}
