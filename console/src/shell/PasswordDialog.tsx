import { Button, Group, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { send, useChange, useConnectionLost } from "~/api";
import { Report } from "~/components/report/Report";
import { defineTexts, useTexts } from "~/texts";
import { common } from "~/texts/common";

const LEAST = 10;
const MOST = 200;

const texts = defineTexts(
  {
    title: "Change my password",
    means: "Your other sessions end; this one goes on. Tokens you made work on.",
    old: "Password of now",
    new: "New password",
    rule: "10 to 200 characters, not your name",
    again: "New password again",
    act: "Change my password",
    wrongOld: "That is not your password of now. Capital letters count.",
    different: "The two are different.",
    sameAsName: "Your name is what anybody would try first.",
    done: "Your new password holds from now on. Your other sessions have ended.",
  },
  {
    title: "Змінити мій пароль",
    means: "Інші ваші сеанси завершаться, цей триває. Токени, які ви створили, діють далі.",
    old: "Теперішній пароль",
    new: "Новий пароль",
    rule: "Від 10 до 200 знаків, не ваше ім'я",
    again: "Новий пароль ще раз",
    act: "Змінити мій пароль",
    wrongOld: "Це не ваш теперішній пароль. Великі літери мають значення.",
    different: "Паролі різні.",
    sameAsName: "Ваше ім'я спробує будь-хто насамперед.",
    done: "Новий пароль діє. Інші ваші сеанси завершено.",
  },
);

/** Who is signed in changes their own password; everybody may. */
export default function PasswordDialog({ user, onClose }: { user: string; onClose: () => void }) {
  const t = useTexts(texts);
  const words = useTexts(common);
  const offline = useConnectionLost() !== null;
  const [old, setOld] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const change = useChange(() =>
    send("put", "/api/v1/users/{user}/password", {
      params: { path: { user } },
      body: { password, old_password: old },
    }),
  );
  // The only thing that is refused about one's own password is the old one.
  const refused = change.error?.kind === "forbidden";
  const sameAsName = password.toLocaleLowerCase() === user.toLocaleLowerCase() && password !== "";
  const weak = change.error && ["bad-request", "unprocessable", "invalid-input"].includes(change.error.kind);
  const ready =
    old !== "" && password.length >= LEAST && password.length <= MOST && again === password && !sameAsName;
  return (
    <Modal opened onClose={onClose} title={t.title} closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !offline && !change.isPending) change.mutate();
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{t.means}</Text>
          {/* Password managers look for whose it is. */}
          <input type="hidden" name="username" autoComplete="username" value={user} />
          <PasswordInput
            label={t.old}
            autoComplete="current-password"
            data-autofocus
            value={old}
            error={refused && t.wrongOld}
            onChange={(event) => {
              change.reset();
              setOld(event.currentTarget.value);
            }}
          />
          <PasswordInput
            label={t.new}
            description={t.rule}
            autoComplete="new-password"
            value={password}
            error={sameAsName ? t.sameAsName : weak ? change.error.detail : undefined}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <PasswordInput
            label={t.again}
            autoComplete="new-password"
            value={again}
            // Told once there is enough of it to be wrong.
            error={again.length >= Math.min(password.length, LEAST) && again !== password && t.different}
            onChange={(event) => setAgain(event.currentTarget.value)}
          />
          <Report of={refused || weak ? { ...change, error: null } : change} done={t.done} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {change.isSuccess ? words.close : words.cancel}
            </Button>
            {!change.isSuccess && (
              <Button type="submit" disabled={!ready || offline} loading={change.isPending}>
                {t.act}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
