import { defineTexts } from "./define";

/** Words that stand on many pages. A word of one page stands in that page's own `texts.ts`. */
export const common = defineTexts(
  {
    cancel: "Cancel",
    close: "Close",
    copy: "Copy",
    copied: "Copied",
    retry: "Retry",
    search: "Search",
    clear: "Clear",
    loading: "Loading",
    details: "Details",
    back: "Back",
    actions: "Actions",
    process: "Process",
    status: "Status",
    version: (version: number) => `v${version}`,
  },
  {
    cancel: "Скасувати",
    close: "Закрити",
    copy: "Копіювати",
    copied: "Скопійовано",
    retry: "Повторити",
    search: "Пошук",
    clear: "Очистити",
    loading: "Завантаження",
    details: "Подробиці",
    back: "Назад",
    actions: "Дії",
    process: "Процес",
    status: "Стан",
    version: (version) => `в${version}`,
  },
);
