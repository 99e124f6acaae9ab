import { describe, expect, it } from "vitest";
import { draftOf, inputProblems, settingsOf } from "./draft";

describe("the fields of a schedule", () => {
  it("say nothing of what is empty", () => {
    const draft = { ...draftOf(undefined, "Europe/Kyiv", "Import"), name: "nightly", cron: " 30 3 * * * " };
    expect(draft.process).toBe("Import");
    expect(settingsOf(draft, "Europe/Kyiv", undefined)).toEqual({
      cron: "30 3 * * *",
      timezone: "Europe/Kyiv",
      overlap: "skip",
      missed: "run_once",
      input: {},
    });
  });

  it("say moments by the clock of who writes", () => {
    const draft = { ...draftOf(undefined, "UTC"), cron: "@daily", jitter: " 5m ", start: "2026-11-24T10:00" };
    expect(settingsOf(draft, "UTC", { size: 3 })).toMatchObject({
      jitter: "5m",
      start: "2026-11-24T10:00:00.000Z",
      input: { size: 3 },
    });
  });

  it("get the mistakes of the input at its own fields", () => {
    const problems = ["/cron", "/input/size", "/input", "/inputs"].map((pointer) => ({
      pointer,
      message: "no",
    }));
    expect(inputProblems(problems).map(({ pointer }) => pointer)).toEqual(["/size", ""]);
  });
});
