import { defineTexts } from "~/texts";

export const texts = defineTexts(
  {
    leave: "Esc, then Tab leaves the editor",
    search: "Ctrl+F searches",
    complete: "Ctrl+Space completes",
    next: "F8 goes to the next mistake",
    unchanged: "$ unchanged lines",
    /** Words of the editor itself, by its English ones. */
    phrases: {},
  },
  {
    leave: "Esc, потім Tab — вийти з редактора",
    search: "Ctrl+F — пошук",
    complete: "Ctrl+Space — підказки",
    next: "F8 — до наступної помилки",
    unchanged: "$ незмінених рядків",
    phrases: {
      Find: "Знайти",
      Replace: "Замінити",
      next: "далі",
      previous: "назад",
      all: "усі",
      "match case": "з урахуванням регістру",
      regexp: "регулярний вираз",
      "by word": "слова цілком",
      replace: "замінити",
      "replace all": "замінити всі",
      close: "закрити",
      "current match": "поточний збіг",
      "on line": "у рядку",
      "Go to line": "Перейти до рядка",
      go: "перейти",
      Diagnostics: "Помилки",
      "No diagnostics": "Помилок немає",
      Completions: "Підказки",
      "Control character": "Керівний символ",
    },
  },
);
