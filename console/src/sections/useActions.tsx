import { type ReactNode, useState } from "react";
import { type ActionInfo, type MenuItem, type SectionStart, send, useChange, usePress } from "~/api";
import { useConfirm } from "~/components/confirm/Confirm";
import { useTexts } from "~/texts";
import { FormDialog } from "./FormDialog";
import { questionOf, useSay } from "./say";
import { texts } from "./texts";
import type { Values } from "./useSectionForm";

/**
 * Starts an action of a section or of one record: asks what its form wants and what is to be confirmed, and tells the
 * run. `dialog` goes into the page.
 */
export function useActions({
  section,
  record,
  onStarted,
}: {
  section: string;
  record?: string;
  onStarted: (action: string, run: string) => void;
}) {
  const t = useTexts(texts);
  const say = useSay();
  const confirm = useConfirm();
  const [asking, setAsking] = useState<MenuItem>();
  const press = usePress();
  const post = async (action: ActionInfo, values: Values) => {
    const answer = await press([action.key, values], (header) =>
      send("post", "/api/v1/sections/{section}/actions/{action}", {
        params: { path: { section, action: action.key }, header },
        body: { values, ...(record ? { record } : {}) },
      }),
    );
    // One record or the section itself: one run.
    onStarted(action.key, (answer as SectionStart).run.id);
  };
  const start = useChange((action: ActionInfo) => post(action, {}));
  const choose = async (item: MenuItem) => {
    if (item.form.fields.length > 0 || item.input_schema) {
      setAsking(item);
      return;
    }
    const body = say(item, "confirm");
    if (body || item.destructive) {
      const question = { title: t.asksFor(say(item)), ...questionOf(body), act: say(item), keep: t.cancel };
      if (!(await confirm({ ...question, dangerous: item.destructive }))) return;
    }
    start.mutate(item);
  };
  const dialog: ReactNode = asking && (
    <FormDialog
      title={say(asking)}
      description={say(asking, "confirm") || say(asking, "description")}
      act={say(asking)}
      section={section}
      place={{ action: asking.key, ...(record ? { record } : {}) }}
      fields={asking.form.fields}
      schema={asking.input_schema ?? undefined}
      onSend={(values) => post(asking, values)}
      onClose={() => setAsking(undefined)}
    />
  );
  return { choose: (item: MenuItem) => void choose(item), start, dialog };
}
