import type { ConnectionTest } from "~/api";
import { defineTexts, english, ukrainian } from "~/texts";

type Step = ConnectionTest["steps"][number];
export type Finding = NonNullable<Step["finding"]>;
export type Remedy = NonNullable<Step["remedy"]>;
type Seen<C extends Finding["code"]> = Extract<Finding, { code: C }>;
type Kept = Extract<Remedy, { code: "replace_token" }>["kept"];
type Secret = { kept?: Kept };

const more = (addresses: readonly string[], rest: string) => `${addresses.join(", ")}${rest}`;

/** What a test of a connection can see and what to do about it, by the codes of the API. `title` names the system. */
export const texts = defineTexts(
  {
    finding: {
      no_address: () => "The connection has no address.",
      finds_itself: () =>
        "The connection finds its machine itself, where it is checked that it may be called.",
      proxied: () => "Calls go through the proxy of the service's environment.",
      name_found: ({ host, addresses, more: n }: Seen<"name_found">) =>
        `${host} is ${more(addresses, n > 0 ? ` and ${n} more` : "")}.`,
      name_unknown: ({ host }: Seen<"name_unknown">) => `Nobody knows the name ${host}.`,
      name_unanswered: ({ host, seconds }: Seen<"name_unanswered">) =>
        `No name server told within ${seconds} s where ${host} is.`,
      answered: ({ status }: Seen<"answered">) => `Somebody answers there (status ${status}).`,
      connected: ({ place }: Seen<"connected">) =>
        place ? `${place} took the connection.` : "The connection was taken.",
      not_connected: ({ place }: Seen<"not_connected">) => `${place} did not take the connection.`,
      connect_timed_out: ({ place, milliseconds }: Seen<"connect_timed_out">) =>
        `${place} did not take the connection within ${milliseconds} ms.`,
      not_encrypted: () => "The address begins with http://, so nothing is encrypted.",
      trusted: () => "The certificate is trusted.",
      not_trusted: (_: Seen<"not_trusted">, title: string) => `The certificate of ${title} is not trusted.`,
      no_sign_in: () => "The connection signs in with nothing.",
      token_read: () => "The token can be read; the read below shows whether it is right.",
      credentials_taken: (_: Seen<"credentials_taken">, title: string) => `${title} took the credentials.`,
      sign_in_timed_out: ({ seconds }: Seen<"sign_in_timed_out">, title: string) =>
        `${title} did not answer the sign-in within ${seconds} s.`,
      no_test: ({ connector }: Seen<"no_test">) =>
        `The connector ${connector} names no read to test with, so nothing was read.`,
      test_not_made: () => "The request of the test cannot be made.",
      read: ({ operation }: Seen<"read">, title: string) => `${title} answered ${operation}.`,
      read_refused: ({ operation }: Seen<"read_refused">, title: string) =>
        `${title} answered ${operation} with a no, which shows as well that it works.`,
      no_turn: ({ seconds, in_flight: n, most, waiting }: Seen<"no_turn">) =>
        `No turn was free within ${seconds} s: ${n} of ${english(most, "call is", "calls are")} under way, ${english(waiting, "waits", "wait")}.`,
      read_timed_out: ({ operation, seconds }: Seen<"read_timed_out">, title: string) =>
        `${title} did not answer ${operation} within ${seconds} s.`,
      failed: ({ error, status }: Seen<"failed">, title: string) => {
        const said: Record<string, string> = {
          unauthenticated: `${title} does not take the credentials`,
          sign_in: `Signing in to ${title} did not work`,
          forbidden: `${title} does not allow it to this account`,
          unavailable: `${title} cannot be reached`,
          timeout: `${title} did not answer in time`,
          connection_lost: `${title} broke off the connection`,
          rate_limited: `${title} asks for fewer calls`,
          server_error: `${title} failed`,
          not_found: `${title} has nothing at this address`,
          redirected: `${title} sends calls to another address`,
          unexpected_answer: `${title} answered something that is not this interface`,
          answer_too_large: `${title} answered more than the connection takes`,
          not_allowed: "This address may not be called",
          address_refused: "This address may not be called",
        };
        return `${said[error] ?? `${title} did not do it`}${status ? ` (status ${status})` : ""}.`;
      },
    },
    remedy: {
      check_name: ({ connection }: Extract<Remedy, { code: "check_name" }>) =>
        `Check the host in base_url of connections.${connection}, and the name server of the service's machine.`,
      check_place: (_: Remedy, title: string) =>
        `Check that ${title} runs, that host and port in base_url are right, and that no firewall stands between.`,
      trust_authority: () =>
        "If an authority of your own signed it, name that authority's file as ca_file of the connection; otherwise the certificate has to be renewed.",
      try_later: () => "Try again when it answers faster.",
      replace_token: ({ kept }: Secret) => `The token is not valid there. ${changeEnglish(kept)}`,
      correct_password: ({ kept }: Secret) =>
        `User or password are not right, or the account is locked. ${changeEnglish(kept)}`,
      correct_client: ({ kept }: Secret) =>
        `Client id or secret are not right, or the client may not do this. ${changeEnglish(kept)}`,
      free_turns: () => "Try again when fewer runs call it, or raise the limits of the connection.",
      allow_time: () => "It can be reached and is very slow; calls wait for timeout_ms of the connection.",
    },
    /** What to do about a failed call, by its code. */
    advice: {
      unauthenticated: "Check the credentials of the connection.",
      sign_in: "Check the auth settings of the connection.",
      forbidden: "Give the account of the connection the right to do it.",
      redirected: "Redirects are not followed: put the right base_url into the connection.",
      unexpected_answer: "Check that base_url is the address of this interface and not of a page or proxy.",
      answer_too_large: "Raise max_response_bytes of the connection.",
      not_allowed: "If it is meant, add it to allow in the options of the connection.",
      address_refused: "If it is meant, add its network to allow_networks in the options of the connection.",
    } as Record<string, string>,
    exactly: "What was said",
  },
  {
    finding: {
      no_address: () => "З'єднання не має адреси.",
      finds_itself: () => "З'єднання саме знаходить свою машину й перевіряє, чи можна її викликати.",
      proxied: () => "Виклики йдуть через проксі із середовища служби.",
      name_found: ({ host, addresses, more: n }) =>
        `${host} — це ${more(addresses, n > 0 ? ` і ще ${n}` : "")}.`,
      name_unknown: ({ host }) => `Ім'я ${host} нікому не відоме.`,
      name_unanswered: ({ host, seconds }) => `За ${seconds} с жоден сервер імен не сказав, де ${host}.`,
      answered: ({ status }) => `Там відповідають (статус ${status}).`,
      connected: ({ place }) => (place ? `${place} приймає з'єднання.` : "З'єднання прийнято."),
      not_connected: ({ place }) => `${place} не приймає з'єднання.`,
      connect_timed_out: ({ place, milliseconds }) =>
        `${place} не приймає з'єднання протягом ${milliseconds} мс.`,
      not_encrypted: () => "Адреса починається з http://, тож нічого не шифрується.",
      trusted: () => "Сертифікату можна довіряти.",
      not_trusted: (_, title) => `Сертифікату системи ${title} не можна довіряти.`,
      no_sign_in: () => "З'єднання входить без облікових даних.",
      token_read: () => "Токен вдалося прочитати; чи він правильний, покаже читання нижче.",
      credentials_taken: (_, title) => `${title} приймає облікові дані.`,
      sign_in_timed_out: ({ seconds }, title) => `${title} не відповідає на вхід протягом ${seconds} с.`,
      no_test: ({ connector }) =>
        `Конектор ${connector} не називає читання для перевірки, тож нічого не прочитано.`,
      test_not_made: () => "Запит для перевірки скласти не вдалося.",
      read: ({ operation }, title) => `${title} відповідає на ${operation}.`,
      read_refused: ({ operation }, title) =>
        `${title} відповідає на ${operation} відмовою, що теж показує: з'єднання працює.`,
      no_turn: ({ seconds, in_flight: n, most, waiting }) =>
        `За ${seconds} с черга не дійшла: виконується ${n} з ${ukrainian(most, "виклику", "викликів", "викликів")}, чекають ${waiting}.`,
      read_timed_out: ({ operation, seconds }, title) =>
        `${title} не відповідає на ${operation} протягом ${seconds} с.`,
      failed: ({ error, status }, title) => {
        const said: Record<string, string> = {
          unauthenticated: `${title} не приймає облікові дані`,
          sign_in: `Увійти до ${title} не вдалося`,
          forbidden: `${title} не дозволяє цього цьому обліковому запису`,
          unavailable: `До ${title} не достукатися`,
          timeout: `${title} не відповідає вчасно`,
          connection_lost: `${title} обриває з'єднання`,
          rate_limited: `${title} просить викликати рідше`,
          server_error: `У ${title} стався збій`,
          not_found: `${title} нічого не має за цією адресою`,
          redirected: `${title} відсилає виклики на іншу адресу`,
          unexpected_answer: `${title} відповідає чимось, що не схоже на цей інтерфейс`,
          answer_too_large: `${title} відповідає більшим, ніж приймає з'єднання`,
          not_allowed: "Цю адресу викликати не дозволено",
          address_refused: "Цю адресу викликати не дозволено",
        };
        return `${said[error] ?? `${title} цього не виконує`}${status ? ` (статус ${status})` : ""}.`;
      },
    },
    remedy: {
      check_name: ({ connection }) =>
        `Перевірте хост у base_url з'єднання connections.${connection} і сервер імен машини, де працює служба.`,
      check_place: (_, title) =>
        `Перевірте, чи працює ${title}, чи правильні хост і порт у base_url і чи не заважає міжмережевий екран.`,
      trust_authority: () =>
        "Якщо його підписав ваш власний центр, укажіть файл цього центру як ca_file з'єднання; інакше сертифікат треба поновити.",
      try_later: () => "Спробуйте ще раз, коли відповідь стане швидшою.",
      replace_token: ({ kept }) => `Токен там не діє. ${changeUkrainian(kept)}`,
      correct_password: ({ kept }) =>
        `Користувач чи пароль неправильні, або обліковий запис заблоковано. ${changeUkrainian(kept)}`,
      correct_client: ({ kept }) =>
        `Ідентифікатор чи секрет клієнта неправильні, або йому це не дозволено. ${changeUkrainian(kept)}`,
      free_turns: () => "Спробуйте, коли його викликатиме менше запусків, або підніміть обмеження з'єднання.",
      allow_time: () => "Він доступний, але дуже повільний; виклики чекають timeout_ms з'єднання.",
    },
    advice: {
      unauthenticated: "Перевірте облікові дані з'єднання.",
      sign_in: "Перевірте налаштування auth з'єднання.",
      forbidden: "Надайте обліковому запису з'єднання право на це.",
      redirected: "Переспрямування не виконуються: укажіть у з'єднанні правильний base_url.",
      unexpected_answer: "Перевірте, чи base_url — адреса цього інтерфейсу, а не сторінки чи проксі.",
      answer_too_large: "Підніміть max_response_bytes з'єднання.",
      not_allowed: "Якщо так і треба, додайте її до allow у параметрах з'єднання.",
      address_refused: "Якщо так і треба, додайте її мережу до allow_networks у параметрах з'єднання.",
    },
    exactly: "Що сказано",
  },
);

/** Where nobody can change a secret, there is nothing to say. */
function changeEnglish(kept: Kept): string {
  switch (kept?.in) {
    case "environment":
      return `Set the environment variable ${kept.name} of the service to the right one and restart it.`;
    case "file":
      return `Write the right one into ${kept.path}; it is read at the next sign-in.`;
    case "service":
      return `Set it again: throughline secrets set ${kept.name}; this test takes it at once.`;
    default:
      return "";
  }
}

function changeUkrainian(kept: Kept): string {
  switch (kept?.in) {
    case "environment":
      return `Задайте правильне значення змінній середовища ${kept.name} служби й перезапустіть її.`;
    case "file":
      return `Запишіть правильне значення у ${kept.path}; його прочитають під час наступного входу.`;
    case "service":
      return `Задайте його знову: throughline secrets set ${kept.name}; ця перевірка візьме його одразу.`;
    default:
      return "";
  }
}
