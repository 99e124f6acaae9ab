import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { ApiError, useChange } from "~/api";
import { sessionEnded } from "~/api/session";
import { signIn } from "~/api/sign-in";
import { ErrorNote } from "~/components/states/ErrorNote";
import { LanguageSwitch } from "~/shell/Header";
import { defineTexts, useTexts } from "~/texts";
import { signInRoute } from "./route";
import classes from "./SignInPage.module.css";

const texts = defineTexts(
  {
    title: "Sign in",
    user: "User",
    password: "Password",
    wrong: "The user or the password is wrong. Capital letters count.",
    ended: "Your session has ended. Sign in, and you are back where you were.",
    first: "The first start of the service printed the administrator's password.",
  },
  {
    title: "Увійти",
    user: "Користувач",
    password: "Пароль",
    wrong: "Неправильний користувач або пароль. Великі літери мають значення.",
    ended: "Ваш сеанс закінчився. Увійдіть, і ви повернетеся туди, де були.",
    first: "Пароль адміністратора надруковано під час першого запуску сервісу.",
  },
);

export function SignInPage() {
  const t = useTexts(texts);
  const { next } = signInRoute.useSearch();
  const router = useRouter();
  const navigate = useNavigate();
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const enter = useChange(() => signIn(user.trim(), password), {
    onSuccess: async () => {
      // Only ways inside this console: an address of another site would be a way to be led astray.
      if (next && /^\/(?![/\\])/.test(next)) router.history.push(next);
      else await navigate({ to: "/" });
    },
  });
  useEffect(() => {
    document.title = `${t.title} · Throughline`;
  }, [t.title]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!enter.isPending) enter.mutate();
  };
  const refused = enter.error instanceof ApiError && enter.error.status === 401;
  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={submit}>
        <h1 className={classes.brand}>
          <img src="/favicon.svg" alt="" width={28} height={28} />
          Throughline
        </h1>
        {sessionEnded() && (
          <p className={classes.ended} role="status">
            {t.ended}
          </p>
        )}
        <TextInput
          label={t.user}
          name="username"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus
          value={user}
          onChange={(event) => setUser(event.currentTarget.value)}
        />
        <PasswordInput
          label={t.password}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          error={refused && t.wrong}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {enter.error && !refused && <ErrorNote error={enter.error} />}
        <Button type="submit" size="sm" loading={enter.isPending}>
          {t.title}
        </Button>
        <p className={classes.foot}>{t.first}</p>
        <LanguageSwitch />
      </form>
    </main>
  );
}
