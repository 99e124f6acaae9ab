import { expect, it } from "vitest";
import { errorWords } from "./errorWords";

const say = (message: string, language: "en" | "uk" = "en") => errorWords({ message }, language);

it("is a sentence that ends and leaves the step to the page", () => {
  expect(say("step `decide`: no branch could be taken")).toBe("no branch could be taken.");
  expect(say("Webitel is down!")).toBe("Webitel is down!");
  expect(say("Webitel is down. Nothing was written. (attempt 5 of 5, none left)")).toBe(
    "Webitel is down. Nothing was written.",
  );
  expect(say('too large: 50 (in `if size > 10 { throw "too large: " + size }`, line 1, column 18)')).toBe(
    "too large: 50.",
  );
});

it("says in Ukrainian what a connector says, and keeps what the other side said", () => {
  expect(say("Webitel answered 503 to users.create: Try later. Please. Nothing was written.", "uk")).toBe(
    "Webitel на users.create відповідає 503: Try later. Please. Нічого не записано.",
  );
  expect(
    say(
      "Webitel did not answer users.get within 5000 ms. It is not known whether it was done. Look in Webitel and then retry the step or skip it with an output.",
      "uk",
    ),
  ).toBe(
    "Webitel не відповідає на users.get за 5000 мс. Невідомо, чи це виконано. Погляньте в Webitel, тоді повторіть крок або пропустіть його з результатом.",
  );
  expect(
    say(
      "Creatio answered 401 to contacts.list: Unauthorized. Check the credentials of the connection.",
      "uk",
    ),
  ).toBe("Creatio на contacts.list відповідає 401: Unauthorized. Перевірте облікові дані з'єднання.");
});

it("leaves what authors and other systems wrote as it is", () => {
  expect(say("too large: 50", "uk")).toBe("too large: 50.");
});
