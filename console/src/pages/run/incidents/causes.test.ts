import { expect, it } from "vitest";
import type { Incident } from "~/runs/incidents";
import { causesOf } from "./causes";

const at = (token: number, step: string, code: string) =>
  ({ doing: "incident", token, step, error: { code, message: `${token}`, class: "permanent" } }) as Incident;

it("puts together what stopped at one step for one reason, the commonest first", () => {
  const causes = causesOf([
    at(1, "each/pick", "no_branch"),
    at(2, "each/take", "script"),
    at(3, "each/take", "script"),
    at(4, "each/take", "uncertain"),
  ]);
  expect(causes.map(({ incidents }) => incidents.map(({ token }) => token))).toEqual([[2, 3], [1], [4]]);
});
