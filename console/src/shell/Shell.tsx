import { ActionIcon, Tooltip } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import { useMediaQuery } from "@mantine/hooks";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { Fragment, lazy, Suspense, useEffect, useState } from "react";
import { usePreference } from "~/preferences";
import { IncidentBadge } from "~/runs/IncidentBadge";
import { WorkplacesRail } from "~/sections/WorkplacesRail";
import { useTexts } from "~/texts";
import { Header } from "./Header";
import { PLACES, texts as places } from "./navigation";
import { OfflineBar } from "./OfflineBar";
import classes from "./Shell.module.css";
import { useShortcuts } from "./shortcuts";
import { texts } from "./texts";

// Both are opened by a key or a click: their code comes then.
const Palette = lazy(() => import("./Palette"));
const KeyboardHelp = lazy(() => import("./KeyboardHelp"));

/** Below this the rail would take what the page needs: a small window, or a large zoom. */
const NARROW = "(max-width: 900px)";

/** Whether the rail shows icons only. A narrow window folds it until somebody unfolds it there. */
function useRailFolded(): [boolean, (folded: boolean) => void] {
  const [folded, setFolded] = usePreference("railFolded");
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const [unfolded, setUnfolded] = useState(false);
  return narrow ? [!unfolded, (next) => setUnfolded(!next)] : [folded, setFolded];
}

/** Rail, header and the page between them. */
export function Shell() {
  const t = useTexts(texts);
  const [folded, setFolded] = useRailFolded();
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const navigate = useNavigate();
  useShortcuts({
    KeyH: () => void navigate({ to: "/" }),
    KeyS: () => void navigate({ to: "/start" }),
    "Shift+Slash": () => setHelp(true),
  });
  usePaletteKey(() => setPalette(true));
  return (
    <div className={classes.shell} data-folded={folded || undefined}>
      <a href="#content" className={classes.skip}>
        {t.skip}
      </a>
      <Rail folded={folded} onFold={setFolded} />
      <Header onFind={() => setPalette(true)} onHelp={() => setHelp(true)} />
      <main className={classes.main} id="content" tabIndex={-1}>
        <OfflineBar />
        <Outlet />
      </main>
      <Suspense>
        {palette && <Palette onClose={() => setPalette(false)} />}
        {help && <KeyboardHelp onClose={() => setHelp(false)} />}
      </Suspense>
    </div>
  );
}

function Rail({ folded, onFold }: { folded: boolean; onFold: (folded: boolean) => void }) {
  const t = useTexts(texts);
  const names = useTexts(places);
  const said = folded ? t.unfold : t.fold;
  return (
    <nav className={classes.rail} aria-label={t.places}>
      <Link to="/" className={classes.brand} aria-label="Throughline">
        <img src="/favicon.svg" alt="" width={24} height={24} />
        {!folded && <span>Throughline</span>}
      </Link>
      <div className={classes.places}>
        {PLACES.map((group, at) => (
          <Fragment key={group[0]?.name}>
            <ul>
              {group.map(({ name, to, icon: Icon }) => (
                <li key={name}>
                  <Tooltip label={names[name]} disabled={!folded} position="right" openDelay={0}>
                    <Link
                      to={to}
                      className={classes.place}
                      // Unfolded, what it says is its name, the badge included.
                      aria-label={folded ? names[name] : undefined}
                      // Every address begins as that of Home does.
                      activeOptions={{ exact: to === "/" }}
                    >
                      <Icon size={18} stroke={1.75} aria-hidden />
                      {!folded && names[name]}
                      {name === "runs" && <IncidentBadge folded={folded} />}
                    </Link>
                  </Tooltip>
                </li>
              ))}
            </ul>
            {at === 0 && <WorkplacesRail folded={folded} />}
          </Fragment>
        ))}
      </div>
      <Tooltip label={said} position="right">
        <ActionIcon className={classes.fold} size={32} aria-label={said} onClick={() => onFold(!folded)}>
          {folded ? <IconLayoutSidebarLeftExpand size={18} /> : <IconLayoutSidebarLeftCollapse size={18} />}
        </ActionIcon>
      </Tooltip>
    </nav>
  );
}

/** Ctrl+K or ⌘K works while typing, too. */
function usePaletteKey(open: () => void) {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.code !== "KeyK" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      open();
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  });
}
