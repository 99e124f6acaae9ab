import { defineTexts, english, ukrainian } from "~/texts";

export const texts = defineTexts(
  {
    title: "Connections",
    connection: "Connection",
    state: "State",
    address: "Address",
    perMinute: "Calls, last hour",
    calls: "5 min",
    errors: "Errors",
    p95: "p95",
    lastError: "Last error",
    never: "none",
    sparkline: (calls: number) => `${english(calls, "call", "calls")} in the last hour`,
    none: "No connection is configured yet",
    noneWhy:
      "Add [connections.NAME] with connector, base_url and auth to the configuration of the service and restart it. docs/connectors.md shows how.",
  },
  {
    title: "З'єднання",
    connection: "З'єднання",
    state: "Стан",
    address: "Адреса",
    perMinute: "Виклики за годину",
    calls: "5 хв",
    errors: "Помилки",
    p95: "p95",
    lastError: "Остання помилка",
    never: "немає",
    sparkline: (calls) => `${ukrainian(calls, "виклик", "виклики", "викликів")} за останню годину`,
    none: "Ще жодного з'єднання не налаштовано",
    noneWhy:
      "Додайте [connections.NAME] із connector, base_url та auth до конфігурації сервісу й перезапустіть його. Як саме, показує docs/connectors.md.",
  },
);
