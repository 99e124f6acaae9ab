import { defineTexts, english, ukrainian } from "~/texts";

export const texts = defineTexts(
  {
    select: (name: string) => `Select ${name}`,
    selectAll: "Select all rows of this page",
    columns: "Columns",
    newest: "Newest",
    older: "Older",
    first: "First",
    next: "Next",
    rows: (n: number) => english(n, "row", "rows"),
    selected: (n: number) => `${english(n, "row", "rows")} selected`,
    fresh: (n: number) => `${n} new`,
    show: "Show",
  },
  {
    select: (name) => `Вибрати ${name}`,
    selectAll: "Вибрати всі рядки цієї сторінки",
    columns: "Стовпці",
    newest: "Найновіші",
    older: "Старіші",
    first: "Перші",
    next: "Далі",
    rows: (n) => ukrainian(n, "рядок", "рядки", "рядків"),
    selected: (n) => `Вибрано ${ukrainian(n, "рядок", "рядки", "рядків")}`,
    fresh: (n) => `${ukrainian(n, "новий", "нові", "нових")}`,
    show: "Показати",
  },
);
