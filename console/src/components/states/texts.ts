import { defineTexts } from "~/texts";

export const texts = defineTexts(
  {
    noneMatch: "Nothing matches these filters.",
    clear: "Clear filters",
    retry: "Retry",
    request: "Request",
    details: "Details",
    offline: "The service does not answer. What is shown may be old; it is asked again by itself.",
    unavailable: "The service cannot reach its database. Nothing was changed. It is asked again by itself.",
    forbidden: "You may not see this. An administrator can give you the right.",
    notFound: "There is no such thing here. It may have been removed.",
    internal: "The service failed. Its log has the reason under the request id.",
    outcomeUnknown:
      "The database went away before it confirmed. Look whether it was done before you try again.",
    timedOut: "It took too long and was given up. Look whether it was done before you try again.",
    broken: "This part of the page failed. The rest works on.",
    reload: "Reload the page",
  },
  {
    noneMatch: "Жоден рядок не відповідає фільтрам.",
    clear: "Очистити фільтри",
    retry: "Повторити",
    request: "Запит",
    details: "Подробиці",
    offline: "Сервіс не відповідає. Показане може бути застарілим; запит повториться сам.",
    unavailable: "Сервіс не має зв'язку з базою даних. Нічого не змінено. Запит повториться сам.",
    forbidden: "Вам не дозволено це бачити. Право може надати адміністратор.",
    notFound: "Тут такого немає. Можливо, його видалено.",
    internal: "Сервіс дав збій. Причина в його журналі за номером запиту.",
    outcomeUnknown: "База зникла, не підтвердивши зміну. Перевірте, чи її зроблено, перш ніж повторити.",
    timedOut: "Це тривало занадто довго. Перевірте, чи зміну зроблено, перш ніж повторити.",
    broken: "Ця частина сторінки дала збій. Решта працює.",
    reload: "Оновити сторінку",
  },
);
