import { defineTexts, english, ukrainian } from "~/texts";

/** Words of the pages about definitions. */
export const texts = defineTexts(
  {
    title: "Definitions",
    process: "Process",
    key: "Key",
    version: "Version",
    deployed: "Deployed",
    by: "By",
    runs: "Runs",
    runsOf: (name: string) => `Runs of ${name}`,
    deploy: "Deploy",
    deployTitle: "Deploy a definition",
    newVersion: "Deploy a new version",
    none: "No process is deployed yet",
    noneWhy:
      "A definition is a YAML file that says which steps a process has. Paste one, or choose the file.",
    runProcess: "Run process",
    latest: "Latest",
    older: "Older version",
    source: "Source",
    versions: "Versions",
    download: "Download",
    digest: "SHA-256",
    notFound: "There is no such version",
    notFoundWhy: "The process may have another name, or you may not see it.",
    all: "All definitions",
    deployedNew: (version: string) =>
      `Deployed as ${version}. New runs use it; runs that are under way keep theirs.`,
    deployedSame: (version: string) => `This content is ${version} already: nothing was changed.`,
    mayNot: (role: string) =>
      `Your role is ${role}: you may look at definitions, not deploy them. An administrator can give you the role designer.`,
    editor: "Definition (YAML)",
    choose: "Choose a file …",
    check: "Check",
    checking: "Checking …",
    empty:
      "Paste a definition or choose a file. It is checked while you type; nothing is deployed until you say so.",
    valid: "No mistakes. It can be deployed.",
    found: (errors: number, warnings: number) =>
      [
        errors > 0 && english(errors, "mistake", "mistakes"),
        warnings > 0 && english(warnings, "warning", "warnings"),
      ]
        .filter(Boolean)
        .join(", "),
    place: (line: number, column: number) => `Line ${line}, column ${column}`,
    error: "Mistake",
    warning: "Warning",
    deploying: "Deploying …",
  },
  {
    title: "Визначення",
    process: "Процес",
    key: "Ключ",
    version: "Версія",
    deployed: "Розгорнуто",
    by: "Хто",
    runs: "Запуски",
    runsOf: (name) => `Запуски: ${name}`,
    deploy: "Розгорнути",
    deployTitle: "Розгорнути визначення",
    newVersion: "Розгорнути нову версію",
    none: "Ще не розгорнуто жодного процесу",
    noneWhy:
      "Визначення — це файл YAML, який каже, з яких кроків складається процес. Вставте його або виберіть файл.",
    runProcess: "Запустити процес",
    latest: "Остання",
    older: "Старша версія",
    source: "Текст",
    versions: "Версії",
    download: "Завантажити",
    digest: "SHA-256",
    notFound: "Такої версії немає",
    notFoundWhy: "Можливо, процес називається інакше або ви його не бачите.",
    all: "Усі визначення",
    deployedNew: (version) =>
      `Розгорнуто як ${version}. Нові запуски йдуть за нею, розпочаті — за своєю версією.`,
    deployedSame: (version) => `Цей вміст уже є версією ${version}: нічого не змінено.`,
    mayNot: (role) =>
      `Ваша роль — ${role}: визначення можна переглядати, але не розгортати. Роль розробника може надати адміністратор.`,
    editor: "Визначення (YAML)",
    choose: "Вибрати файл …",
    check: "Перевірка",
    checking: "Перевіряємо …",
    empty:
      "Вставте визначення або виберіть файл. Воно перевіряється під час набору й розгортається лише за вашою командою.",
    valid: "Помилок немає. Можна розгортати.",
    found: (errors, warnings) =>
      [
        errors > 0 && ukrainian(errors, "помилка", "помилки", "помилок"),
        warnings > 0 && ukrainian(warnings, "застереження", "застереження", "застережень"),
      ]
        .filter(Boolean)
        .join(", "),
    place: (line, column) => `Рядок ${line}, стовпець ${column}`,
    error: "Помилка",
    warning: "Застереження",
    deploying: "Розгортаємо …",
  },
);
