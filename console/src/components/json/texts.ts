import { defineTexts, english, ukrainian } from "~/texts";

export const texts = defineTexts(
  {
    items: (n: number) => english(n, "item", "items"),
    members: (n: number) => english(n, "member", "members"),
    more: (n: number) => `Show ${english(n, "more", "more")}`,
    open: "Open",
    shut: "Close",
    copyValue: "Copy value",
    copyPath: "Copy path",
    showAll: (size: string) => `Show all (${size})`,
    preview: "The first 32 KB:",
    download: "Download",
  },
  {
    items: (n) => ukrainian(n, "елемент", "елементи", "елементів"),
    members: (n) => ukrainian(n, "поле", "поля", "полів"),
    more: (n) => `Показати ще ${n}`,
    open: "Розгорнути",
    shut: "Згорнути",
    copyValue: "Копіювати значення",
    copyPath: "Копіювати шлях",
    showAll: (size) => `Показати все (${size})`,
    preview: "Перші 32 КБ:",
    download: "Завантажити",
  },
);
