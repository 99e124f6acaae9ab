import {
  ActionIcon,
  Kbd,
  Menu,
  SegmentedControl,
  Tooltip,
  UnstyledButton,
  useMantineColorScheme,
} from "@mantine/core";
import { IconHelp, IconKey, IconLogout, IconMoon, IconSearch, IconSun, IconUser } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useSession } from "~/api";
import { signOut } from "~/api/sign-in";
import { LOCAL_ZONE } from "~/components/time/format";
import { usePreference } from "~/preferences";
import { useLanguage, useTexts } from "~/texts";
import classes from "./Shell.module.css";
import { texts } from "./texts";

// Opened by a click: its code comes then.
const PasswordDialog = lazy(() => import("./PasswordDialog"));

export function Header({ onFind, onHelp }: { onFind: () => void; onHelp: () => void }) {
  const t = useTexts(texts);
  return (
    <header className={classes.header}>
      <UnstyledButton className={classes.find} onClick={onFind}>
        <IconSearch size={14} aria-hidden />
        <span>{t.find}</span>
        <Kbd size="xs">Ctrl K</Kbd>
      </UnstyledButton>
      <div className={classes.grow} />
      <Tooltip label={t.help}>
        <ActionIcon size={32} aria-label={t.help} onClick={onHelp}>
          <IconHelp size={18} />
        </ActionIcon>
      </Tooltip>
      <SchemeMenu />
      <LanguageSwitch />
      <AccountMenu />
    </header>
  );
}

function SchemeMenu() {
  const t = useTexts(texts);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={32} aria-label={t.scheme}>
          <IconSun size={18} className="only-light" />
          <IconMoon size={18} className="only-dark" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(["light", "dark", "auto"] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            fw={scheme === colorScheme ? 600 : 400}
            onClick={() => setColorScheme(scheme)}
          >
            {t[scheme]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Also on the sign-in page. */
export function LanguageSwitch() {
  const t = useTexts(texts);
  const language = useLanguage();
  const [, setLanguage] = usePreference("language");
  return (
    <SegmentedControl
      size="xs"
      className={classes.language}
      aria-label={t.language}
      value={language}
      onChange={(next) => setLanguage(next === "uk" ? "uk" : "en")}
      data={[
        { value: "en", label: "EN" },
        { value: "uk", label: "УК" },
      ]}
    />
  );
}

function AccountMenu() {
  const t = useTexts(texts);
  const { name, role } = useSession();
  const user = name.replace(/^user:/, "");
  // Who came by a token has no password.
  const hasPassword = name.startsWith("user:");
  const [changing, setChanging] = useState(false);
  const [zone, setZone] = usePreference("zone");
  const [shortcuts, setShortcuts] = usePreference("shortcuts");
  return (
    <>
      <Menu position="bottom-end" width={260} closeOnItemClick={false}>
        <Menu.Target>
          <ActionIcon size={32} aria-label={t.account(user)}>
            <IconUser size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {user} · {t[role]}
          </Menu.Label>
          <Menu.Divider />
          <Menu.Label>{t.zone}</Menu.Label>
          <Menu.Item fw={zone === "local" ? 600 : 400} onClick={() => setZone("local")}>
            {t.localZone(LOCAL_ZONE)}
          </Menu.Item>
          <Menu.Item fw={zone === "UTC" ? 600 : 400} onClick={() => setZone("UTC")}>
            UTC
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            role="menuitemcheckbox"
            aria-checked={shortcuts}
            rightSection={shortcuts ? "✓" : undefined}
            onClick={() => setShortcuts(!shortcuts)}
          >
            {t.shortcuts}
          </Menu.Item>
          <Menu.Divider />
          {hasPassword && (
            <Menu.Item leftSection={<IconKey size={16} />} closeMenuOnClick onClick={() => setChanging(true)}>
              {t.changePassword} …
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconLogout size={16} />} closeMenuOnClick onClick={() => void signOut()}>
            {t.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>{changing && <PasswordDialog user={user} onClose={() => setChanging(false)} />}</Suspense>
    </>
  );
}
