import { defineTexts, english, ukrainian } from "~/texts";

/** Words about one run, on the list and on its page. */
export const texts = defineTexts(
  {
    needYou: (n: string) => `${n} need attention`,
    cancelTitle: (process: string, key: string) => `Cancel ${process}${key ? ` “${key}”` : ""}?`,
    cancelBody:
      "The run ends at once. What its calls already did stays as it is; open calls are not waited for.",
    cancelReason: "Why (may stay empty)",
    cancelReasonHint: "Kept in the run's journal, with your name.",
    cancelAct: "Cancel the run",
    pause: "Pause",
    resume: "Resume",
    keep: "Keep it running",
    cancelled: "The run is cancelled.",
    cancelAccepted: "The run will be cancelled by the node that has it.",
    retried: (n: number) => `${english(n, "step is", "steps are")} tried again.`,
    retryAccepted: "The node that has the run will try again.",
    retrying: "Trying again …",
    cancelling: "Cancelling …",
    // Reasons behind the status.
    attempt: (attempt: number, attempts: number) => `attempt ${attempt} of ${attempts}`,
    next: (duration: string) => `next in ${duration}`,
    until: (time: string) => `until ${time}`,
    ofTotal: (done: string, total: string) => `${done} of ${total}`,
    // Sentences of the run page.
    queued: "Accepted and durable; it begins as soon as a node has room.",
    runningAt: (steps: string, more: number) => `Now at ${steps}${more > 0 ? ` and ${more} more` : ""}.`,
    running: "It is being moved on.",
    progress: (done: string, total: string, step: string, active: number) =>
      `${done} of ${total} done at ${step}, ${active} under way.`,
    someCaught: (n: string) => `${n} of them ended by a catch.`,
    oneAgain: "One that failed is tried again.",
    tryingAgain: (step: string, attempt: number, attempts: number, left: string | undefined) =>
      left
        ? `${step} failed and is tried again in ${left}: attempt ${attempt} of ${attempts}.`
        : `${step} failed and is tried again now: attempt ${attempt} of ${attempts}.`,
    before: (why: string) => `The last failure: ${why}`,
    waitingUntil: (step: string, time: string, left: string | undefined) =>
      `Waiting at ${step} until ${time}${left ? `, for ${left} more` : ""}.`,
    waiting: "Nothing to do until a time comes or something arrives.",
    stopped: (step: string, item: string, why: string) =>
      step ? `Stopped at ${step}${item}: ${why}` : `Stopped: ${why}`,
    item: (n: string, total: string | undefined) => `, item ${n}${total ? ` of ${total}` : ""}`,
    itemsStopped: (n: number) => ` in ${english(n, "item", "items")}`,
    tried: (n: number, duration: string) => `It was tried ${english(n, "time", "times")} in ${duration}.`,
    moreStopped: (n: number, causes: number) =>
      `${english(n, "more is", "more are")} stopped for ${causes === 1 ? "another reason" : `${causes} other reasons`}.`,
    partDone: (n: string) => `${n} done`,
    partGoing: (n: string) => `${n} under way`,
    partUntouched: (n: string) => `${n} untouched`,
    mayPass: "Retry when the other side is well again.",
    completed: (duration: string) => `Done in ${duration}.`,
    failed: (step: string | undefined, why: string) =>
      step ? `Ended by an error at ${step}: ${why}` : `Ended by an error: ${why}`,
    failedStays: "What its calls did before stays.",
    cancelledAfter: (duration: string) => `Ended by a person after ${duration}.`,
    cancelledBy: (who: string, duration: string) => `Cancelled by ${who} after ${duration}.`,
    cancelledStays: "What its calls did until then stays.",
    because: (reason: string) => `Reason: “${reason}”.`,
    compensated: "Ended after its work was undone.",
    suspended: "Paused by a person.",
    pausedBy: (who: string, time: string) => `Paused by ${who} at ${time}.`,
    goesOn: "It goes on when it is resumed.",
  },
  {
    needYou: (n) => `потребують уваги: ${n}`,
    cancelTitle: (process, key) => `Скасувати ${process}${key ? ` «${key}»` : ""}?`,
    cancelBody:
      "Запуск одразу завершиться. Зроблене його викликами залишиться; відкритих викликів не чекаємо.",
    cancelReason: "Чому (можна не заповнювати)",
    cancelReasonHint: "Залишиться в журналі запуску разом із вашим іменем.",
    cancelAct: "Скасувати запуск",
    pause: "Призупинити",
    resume: "Поновити",
    keep: "Нехай працює",
    cancelled: "Запуск скасовано.",
    cancelAccepted: "Запуск скасує вузол, який його веде.",
    retried: (n) => `Повторюється: ${ukrainian(n, "крок", "кроки", "кроків")}.`,
    retryAccepted: "Повторить вузол, який веде запуск.",
    retrying: "Повторюємо …",
    cancelling: "Скасовуємо …",
    attempt: (attempt, attempts) => `спроба ${attempt} з ${attempts}`,
    next: (duration) => `наступна за ${duration}`,
    until: (time) => `до ${time}`,
    ofTotal: (done, total) => `${done} з ${total}`,
    queued: "Прийнято й збережено; почнеться, щойно вузол матиме місце.",
    runningAt: (steps, more) => `Зараз на кроці ${steps}${more > 0 ? ` і ще ${more}` : ""}.`,
    running: "Виконується.",
    progress: (done, total, step, active) =>
      `${done} з ${total} виконано на кроці ${step}, у роботі ${active}.`,
    someCaught: (n) => `З них завершено обробником: ${n}.`,
    oneAgain: "Невдалий виклик повторюється.",
    tryingAgain: (step, attempt, attempts, left) =>
      left
        ? `${step} не вдався й повториться за ${left}: спроба ${attempt} з ${attempts}.`
        : `${step} не вдався й повторюється: спроба ${attempt} з ${attempts}.`,
    before: (why) => `Остання невдача: ${why}`,
    waitingUntil: (step, time, left) => `Очікує на кроці ${step} до ${time}${left ? `, ще ${left}` : ""}.`,
    waiting: "Нічого робити, доки не настане час або щось не надійде.",
    stopped: (step, item, why) => (step ? `Зупинено на кроці ${step}${item}: ${why}` : `Зупинено: ${why}`),
    item: (n, total) => `, елемент ${n}${total ? ` з ${total}` : ""}`,
    itemsStopped: (n) => `, ${ukrainian(n, "елемент", "елементи", "елементів")}`,
    tried: (n, duration) => `Спробувано ${ukrainian(n, "раз", "рази", "разів")} за ${duration}.`,
    moreStopped: (n, causes) =>
      `Ще зупинено: ${n}, ${causes === 1 ? "з іншої причини" : `з ${causes} інших причин`}.`,
    partDone: (n) => `Виконано ${n}`,
    partGoing: (n) => `у роботі ${n}`,
    partUntouched: (n) => `не розпочато ${n}`,
    mayPass: "Повторіть, коли інша сторона знову працюватиме.",
    completed: (duration) => `Виконано за ${duration}.`,
    failed: (step, why) =>
      step ? `Завершено помилкою на кроці ${step}: ${why}` : `Завершено помилкою: ${why}`,
    failedStays: "Зроблене його викликами до того залишається.",
    cancelledAfter: (duration) => `Завершено людиною через ${duration}.`,
    cancelledBy: (who, duration) => `Скасовано через ${duration}, це зробив ${who}.`,
    cancelledStays: "Зроблене його викликами доти залишається.",
    because: (reason) => `Причина: «${reason}».`,
    compensated: "Завершено після відкочення виконаного.",
    suspended: "Призупинено людиною.",
    pausedBy: (who, time) => `Призупинено о ${time}, це зробив ${who}.`,
    goesOn: "Продовжиться після поновлення.",
  },
);
