import { defineTexts } from "~/texts";

/** Variables and who changed them. */
export const texts = defineTexts(
  {
    variables: "Variables",
    none: "The process has no variables, or had none yet at this moment.",
    history: "History",
    historyOf: (name: string) => `History of ${name}`,
    byPerson: (by: string) => `${by}, by hand`,
    byStep: (step: string) => `Step “${step}”`,
    first: "Its first value",
    because: (reason: string) => `Reason: ${reason}`,
    became: "became",
    goTo: (seq: number) => `Show the run after fact ${seq}`,
    older: (total: number) => `Show older of ${total}`,
    size: (size: string) => `(${size})`,
  },
  {
    variables: "Змінні",
    none: "У процесу немає змінних, або в цей момент їх ще не було.",
    history: "Історія",
    historyOf: (name) => `Історія змінної ${name}`,
    byPerson: (by) => `${by}, вручну`,
    byStep: (step) => `Крок «${step}»`,
    first: "Перше значення",
    because: (reason) => `Причина: ${reason}`,
    became: "стало",
    goTo: (seq) => `Показати запуск після факту ${seq}`,
    older: (total) => `Показати давніші з ${total}`,
    size: (size) => `(${size})`,
  },
);
