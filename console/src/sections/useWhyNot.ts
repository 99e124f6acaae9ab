import { useConnectionLost, useMay } from "~/api";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** Why nothing can be changed now; `undefined` where it can. */
export function useWhyNot(): string | undefined {
  const t = useTexts(texts);
  const may = useMay("operator");
  const offline = useConnectionLost() !== null;
  if (!may) return t.mayNot;
  return offline ? t.offline : undefined;
}
