import type { SectionInfo } from "~/api";

/**
 * What was pressed, as the address has it beside the run: `add`, `save`, `delete`, the key of an action, or a detail's
 * `licences/add`. Says what its button said.
 */
export function actTitle(
  section: SectionInfo,
  act: string,
  say: (thing: object) => string,
  words: { add: string; save: string; delete: string },
): string {
  const [detailKey, button] = act.split("/");
  const owner = button ? section.details.find(({ key }) => key === detailKey) : section;
  const command = button ?? act;
  switch (command) {
    case "add":
      return (owner?.add && say(owner.add)) || words.add;
    case "save":
      return (section.save && say(section.save)) || words.save;
    case "delete":
      return (owner?.delete && say(owner.delete)) || words.delete;
    default: {
      const action = section.actions.find(({ key }) => key === act);
      return action ? say(action) : act;
    }
  }
}
