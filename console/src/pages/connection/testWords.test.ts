import { describe, expect, it } from "vitest";
import type { ConnectionTest } from "~/api";
import { wordsOf } from "./testWords";

type Step = ConnectionTest["steps"][number];

const step = (given: Partial<Step>): Step => ({
  stage: "read",
  end: "failed",
  took_ms: 1,
  detail: "As the service says it.",
  ...given,
});

describe("what a test saw", () => {
  it("is said in the language of the page, with what was said exactly", () => {
    const refused = step({
      finding: {
        code: "failed",
        error: "unauthenticated",
        status: 401,
        message: "Webitel answered 401: no.",
      },
      remedy: { code: "replace_token", kept: { in: "file", path: "/etc/token" } },
      advice: "The token is not valid there.",
    });
    expect(wordsOf(refused, "Webitel", "uk")).toEqual({
      said: "Webitel не приймає облікові дані (статус 401).",
      exact: "Webitel answered 401: no.",
      todo: "Токен там не діє. Запишіть правильне значення у /etc/token; його прочитають під час наступного входу.",
    });
    expect(wordsOf(refused, "Webitel", "en").said).toBe(
      "Webitel does not take the credentials (status 401).",
    );
  });

  it("is advised by the code of the error where no remedy is told", () => {
    const moved = step({
      finding: { code: "failed", error: "redirected", status: 302, message: "It answered 302." },
      advice: "Redirects are not followed.",
    });
    expect(wordsOf(moved, "CRM", "uk").todo).toMatch(/base_url/);
  });

  it("leaves out what nobody can change", () => {
    const given = {
      remedy: { code: "correct_password" as const },
      advice: "User or password are not right.",
    };
    expect(wordsOf(step(given), "CRM", "en").todo).toBe(
      "User or password are not right, or the account is locked.",
    );
  });

  it("is what the service says where it knows more than this page", () => {
    const newer = step({
      finding: { code: "invented" } as unknown as Step["finding"] & object,
      advice: "Do this.",
    });
    expect(wordsOf(newer, "CRM", "uk")).toEqual({ said: "As the service says it.", todo: "Do this." });
    const nothing = step({ end: "not_reached", detail: "" });
    expect(wordsOf(nothing, "CRM", "uk")).toEqual({ said: "" });
  });
});
