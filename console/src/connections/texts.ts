import { defineTexts, english, ukrainian } from "~/texts";

export const texts = defineTexts(
  {
    ok: "Works",
    degraded: "Failing calls",
    circuit_open: "Circuit open",
    cannot_sign_in: "Cannot sign in",
    not_used: "Not used yet",
    closed: "Closed",
    open: "Open",
    half_open: "Trying again",
    calls: (n: number) => english(n, "call", "calls"),
    failedOf: (failed: number, calls: number) =>
      `${failed} of ${english(calls, "call", "calls")} failed in the last 5 minutes.`,
    saysNotUsed: "No call has been made in the last days. A test tells whether one would succeed.",
    saysLastFailed: "The last call failed.",
    saysCircuit:
      "Too many calls failed in a row, so nothing is sent for now; runs wait and try again by themselves.",
    saysSignIn: "The credentials are refused, so every call fails until they are put right.",
    saysOk: (calls: string, p95: string) => `${calls} in the last 5 minutes, 95 of 100 within ${p95}.`,
    saysQuiet: "No call in the last 5 minutes; the last one succeeded.",
    transient: "Trouble",
    refused: "Refused",
    unknown: "Perhaps done",
    sign_in: "Sign-in",
    not_sent: "Not sent",
  },
  {
    ok: "Працює",
    degraded: "Виклики з помилками",
    circuit_open: "Виклики зупинено",
    cannot_sign_in: "Не вдається увійти",
    not_used: "Ще не використано",
    closed: "Замкнено",
    open: "Розімкнено",
    half_open: "Пробує знову",
    calls: (n) => ukrainian(n, "виклик", "виклики", "викликів"),
    failedOf: (failed, calls) =>
      `За останні 5 хвилин з помилкою завершилося ${failed} з ${ukrainian(calls, "виклику", "викликів", "викликів")}.`,
    saysNotUsed: "За останні дні не було жодного виклику. Перевірка покаже, чи вдався б він.",
    saysLastFailed: "Останній виклик завершився помилкою.",
    saysCircuit:
      "Забагато викликів поспіль завершилися помилкою, тож поки нічого не надсилається; запуски чекають і повторюють самі.",
    saysSignIn: "Облікові дані відхилено, тож кожен виклик завершується помилкою, доки їх не виправлять.",
    saysOk: (calls, p95) => `${calls} за останні 5 хвилин, 95 зі 100 — до ${p95}.`,
    saysQuiet: "За останні 5 хвилин викликів не було; останній був успішним.",
    transient: "Збій",
    refused: "Відмова",
    unknown: "Можливо, виконано",
    sign_in: "Вхід",
    not_sent: "Не надіслано",
  },
);
