import { defineTexts } from "~/texts";

export const texts = defineTexts(
  {
    required: "This is needed",
    type: "This has the wrong type",
    minimum: (limit: string) => `At least ${limit}`,
    maximum: (limit: string) => `At most ${limit}`,
    minLength: (limit: string) => (limit === "1" ? "This is needed" : `At least ${limit} characters`),
    maxLength: (limit: string) => `At most ${limit} characters`,
    pattern: "This does not have the form that is asked for",
    format: "This does not have the form that is asked for",
    enum: "Choose one of the list",
    noInput: "This process takes no input.",
  },
  {
    required: "Це поле обов'язкове",
    type: "Значення має інший тип",
    minimum: (limit) => `Щонайменше ${limit}`,
    maximum: (limit) => `Щонайбільше ${limit}`,
    minLength: (limit) => (limit === "1" ? "Це поле обов'язкове" : `Щонайменше ${limit} символів`),
    maxLength: (limit) => `Щонайбільше ${limit} символів`,
    pattern: "Значення не має потрібного вигляду",
    format: "Значення не має потрібного вигляду",
    enum: "Виберіть зі списку",
    noInput: "Цей процес не потребує вхідних даних.",
  },
);
