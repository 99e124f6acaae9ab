import { defineTexts, english, ukrainian } from "~/texts";

const runs = (n: number) => english(n, "run", "runs");
const runsUk = (n: number) => ukrainian(n, "запуск", "запуски", "запусків");
/** After a noun: "скасування 21 запуску". */
const ofRunsUk = (n: number) => ukrainian(n, "запуску", "запусків", "запусків");

/** Words about acts on many runs, wherever they are begun or shown. */
export const texts = defineTexts(
  {
    // The bar over a list.
    selected: (n: number) => `${english(n, "run", "runs")} selected`,
    allSelected: (n: string) => `All ${n} matching selected`,
    allMatching: (n: string) => `All ${n} matching`,
    onlyRows: "Only the selected rows",
    clear: "Clear selection",
    actions: { retry: "Retry", cancel: "Cancel", suspend: "Pause", resume: "Resume" },
    withCount: (action: string, n: string) => `${action} ${n}`,
    noneFits: {
      retry: "None of them needs attention",
      cancel: "All of them have finished",
      suspend: "All of them have finished or are paused",
      resume: "None of them is paused",
    },
    lost: "The connection is lost",
    // The question before.
    ask: {
      retry: (n: number) => `Retry ${runs(n)}?`,
      cancel: (n: number) => `Cancel ${runs(n)}?`,
      suspend: (n: number) => `Pause ${runs(n)}?`,
      resume: (n: number) => `Resume ${runs(n)}?`,
    },
    act: {
      retry: (n: number) => `Retry ${runs(n)}`,
      cancel: (n: number) => `Cancel ${runs(n)}`,
      suspend: (n: number) => `Pause ${runs(n)}`,
      resume: (n: number) => `Resume ${runs(n)}`,
    },
    keep: { retry: "Leave them", cancel: "Keep", suspend: "Let them go on", resume: "Keep them paused" },
    means: {
      retry: "Each is tried again where it stopped; calls that succeeded are not repeated.",
      cancel: "They end at once and nothing is undone: what their calls already did stays as it is.",
      suspend: "Calls under way end, no new ones are made until somebody resumes them.",
      resume: "They go on where they were paused.",
    },
    leftOut: {
      ended: (n: number) => `${more(n)} already finished and ${n === 1 ? "stays" : "stay"}.`,
      no_incident: (n: number) => `${more(n)} ${n === 1 ? "does" : "do"} not need attention.`,
      suspended: (n: number) => `${more(n)} ${n === 1 ? "is" : "are"} paused already.`,
      not_suspended: (n: number) => `${more(n)} ${n === 1 ? "is" : "are"} not paused.`,
      no_right: (n: number) =>
        `${more(n)} ${n === 1 ? "is of a process" : "are of processes"} you may not act on; an administrator can give you the right.`,
    },
    atWork: (n: number) =>
      n === 1
        ? "1 is at work: a call under way is not waited for, and may still take effect."
        : `${number(n)} are at work: calls under way are not waited for, and may still take effect.`,
    reason: "Why (may stay empty)",
    reasonHint: "Kept in the journal of each run, with your name.",
    pausedFirst: (n: number) => `${more(n)} ${n === 1 ? "is" : "are"} paused: resume first.`,
    unknown: (n: number) => `${english(n, "run", "runs")} of the selection cannot be found.`,
    ofProcess: (n: string, process: string) => `${n} of ${process}`,
    moreProcesses: (n: number) => `and ${english(n, "other process", "other processes")}`,
    nothing: {
      retry: "There is no run to retry.",
      cancel: "There is no run to cancel.",
      suspend: "There is no run to pause.",
      resume: "There is no run to resume.",
    },
    nothingMatches: "Nothing matches.",
    looking: "Counting …",
    // How it goes.
    of: {
      retry: (n: number) => `Retry of ${runs(n)}`,
      cancel: (n: number) => `Cancellation of ${runs(n)}`,
      suspend: (n: number) => `Pause of ${runs(n)}`,
      resume: (n: number) => `Resume of ${runs(n)}`,
    },
    toGo: (n: string) => `${n} to go`,
    notReached: (n: string) => `${n} not reached`,
    running: (n: string) => `${n} running`,
    done: (n: string) => `${n} done`,
    failedAgain: (n: string) => `${n} failed again`,
    failedSince: (n: string) => `${n} failed since`,
    cancelled: (n: string) => `${n} cancelled`,
    aboutToEnd: (n: string) => `${n} about to end`,
    endedBefore: (n: string) => `${n} finished before`,
    paused: (n: string) => `${n} paused`,
    skipped: (n: string) => `${n} skipped`,
    failed: (n: string) => `${n} could not be acted on`,
    notStarted: "not started yet",
    justBegun: "just begun",
  },
  {
    selected: (n) => `Вибрано ${runsUk(n)}`,
    allSelected: (n) => `Вибрано всі ${n} за фільтром`,
    allMatching: (n) => `Усі ${n} за фільтром`,
    onlyRows: "Лише вибрані рядки",
    clear: "Зняти вибір",
    actions: { retry: "Повторити", cancel: "Скасувати", suspend: "Призупинити", resume: "Поновити" },
    withCount: (action, n) => `${action} ${n}`,
    noneFits: {
      retry: "Жоден із них не потребує уваги",
      cancel: "Усі вони вже завершені",
      suspend: "Усі вони завершені або вже призупинені",
      resume: "Жоден із них не призупинено",
    },
    lost: "Немає з'єднання",
    ask: {
      retry: (n) => `Повторити ${runsUk(n)}?`,
      cancel: (n) => `Скасувати ${runsUk(n)}?`,
      suspend: (n) => `Призупинити ${runsUk(n)}?`,
      resume: (n) => `Поновити ${runsUk(n)}?`,
    },
    act: {
      retry: (n) => `Повторити ${runsUk(n)}`,
      cancel: (n) => `Скасувати ${runsUk(n)}`,
      suspend: (n) => `Призупинити ${runsUk(n)}`,
      resume: (n) => `Поновити ${runsUk(n)}`,
    },
    keep: {
      retry: "Залишити як є",
      cancel: "Не скасовувати",
      suspend: "Хай виконуються",
      resume: "Залишити призупиненими",
    },
    means: {
      retry: "Кожен повториться там, де зупинився; успішні виклики не повторюються.",
      cancel: "Вони завершаться одразу, і нічого не відкотиться: зроблене їхніми викликами лишається.",
      suspend: "Поточні виклики закінчаться, нових не буде, доки хтось не поновить.",
      resume: "Вони підуть далі з того місця, де їх призупинено.",
    },
    leftOut: {
      ended: (n) => `${moreUk(n)} уже завершено, вони лишаються як є.`,
      no_incident: (n) => `${moreUk(n)} не ${n === 1 ? "потребує" : "потребують"} уваги.`,
      suspended: (n) => `${moreUk(n)} уже призупинено.`,
      not_suspended: (n) => `${moreUk(n)} не призупинено.`,
      no_right: (n) =>
        `${moreUk(n)} належать процесам, з якими вам не можна діяти; право може надати адміністратор.`,
    },
    atWork: (n) => `${runsUk(n)} зараз у роботі: поточних викликів не чекаємо, вони ще можуть спрацювати.`,
    reason: "Чому (можна не заповнювати)",
    reasonHint: "Залишиться в журналі кожного запуску разом із вашим іменем.",
    pausedFirst: (n) => `${moreUk(n)} призупинено: спершу поновіть.`,
    unknown: (n) => `Не знайдено ${runsUk(n)} з вибраних.`,
    ofProcess: (n, process) => `${process}: ${n}`,
    moreProcesses: (n) => `і ще ${ukrainian(n, "процес", "процеси", "процесів")}`,
    nothing: {
      retry: "Немає запусків, які можна повторити.",
      cancel: "Немає запусків, які можна скасувати.",
      suspend: "Немає запусків, які можна призупинити.",
      resume: "Немає запусків, які можна поновити.",
    },
    nothingMatches: "Фільтру нічого не відповідає.",
    looking: "Рахуємо …",
    of: {
      retry: (n) => `Повторення ${ofRunsUk(n)}`,
      cancel: (n) => `Скасування ${ofRunsUk(n)}`,
      suspend: (n) => `Призупинення ${ofRunsUk(n)}`,
      resume: (n) => `Поновлення ${ofRunsUk(n)}`,
    },
    toGo: (n) => `${n} ще попереду`,
    notReached: (n) => `до ${n} черга не дійшла`,
    running: (n) => `${n} виконується`,
    done: (n) => `${n} завершено`,
    failedAgain: (n) => `${n} знову з помилкою`,
    failedSince: (n) => `${n} потім з помилкою`,
    cancelled: (n) => `${n} скасовано`,
    aboutToEnd: (n) => `${n} от-от завершиться`,
    endedBefore: (n) => `${n} завершилося раніше`,
    paused: (n) => `${n} призупинено`,
    skipped: (n) => `${n} пропущено`,
    failed: (n) => `${n} не вдалося`,
    notStarted: "ще не почато",
    justBegun: "щойно почато",
  },
);

function number(n: number): string {
  return english(n, "", "").trim();
}

function more(n: number): string {
  return `${number(n)} more`;
}

function moreUk(n: number): string {
  return `Ще ${runsUk(n)}`;
}
