import { Button, Group, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { errorWords } from "~/runs/errorWords";
import type { Incident } from "~/runs/incidents";
import { useLanguage, useNumber, useTexts } from "~/texts";
import { common } from "~/texts/common";
import { ErrorView } from "../ErrorView";
import classes from "../RunPage.module.css";
import { type Able, Act, Acts } from "./Acts";
import type { Cause } from "./causes";
import { texts } from "./texts";

/** Lines of one cause that are shown at once. */
const PAGE = 20;

/** One step that stopped: which, why, and what can be done about it. Its reason opens what is known besides. */
export function IncidentLine({ at, ...able }: Able & { at: Incident }) {
  const words = useTexts(common);
  const [open, setOpen] = useState(false);
  return (
    <li>
      <Named at={at} />
      <Why at={at} open={open} onToggle={() => setOpen(!open)} />
      {able.may && (
        <Group gap={4}>
          <Act
            small
            icon={<IconRefresh size={16} />}
            at={at}
            off={able.off}
            onClick={() => able.onRetry([at])}
          >
            {words.retry}
          </Act>
          <Acts small at={at} {...able} />
        </Group>
      )}
      {open && (
        <div className={classes.incidentDetails}>
          <ErrorView error={at.error} />
        </div>
      )}
    </li>
  );
}

/** Steps that stopped for one reason: how many, why, all of them tried again by one press; opened, each of them. */
export function CauseLine({ cause: { incidents }, ...able }: Able & { cause: Cause }) {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState(PAGE);
  const first = incidents[0];
  if (incidents.length === 1) return <IncidentLine at={first} {...able} />;
  return (
    <li>
      <span className={classes.step}>{first.step}</span>
      <span className={classes.dim}>{t.items(incidents.length)}</span>
      <Why at={first} open={open} onToggle={() => setOpen(!open)} />
      {able.may && (
        <Act
          small
          icon={<IconRefresh size={16} />}
          at={first}
          off={able.off}
          onClick={() => able.onRetry(incidents)}
        >
          {t.retryEach(incidents.length)}
        </Act>
      )}
      {open && (
        <ul className={`${classes.incidents} ${classes.incidentDetails}`} aria-label={t.each(first.step)}>
          {incidents.slice(0, shown).map((at) => (
            <IncidentLine key={at.token} at={at} {...able} />
          ))}
          {incidents.length > shown && (
            <li>
              <Button variant="default" size="compact-sm" onClick={() => setShown(shown + PAGE)}>
                {t.showMore(incidents.length - shown)}
              </Button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

function Named({ at }: { at: Incident }) {
  const t = useTexts(texts);
  const number = useNumber();
  return (
    <>
      <span className={classes.step}>{at.step}</span>
      {typeof at.item === "number" && <span className={classes.dim}>{t.item(number(at.item + 1))}</span>}
    </>
  );
}

function Why({ at, open, onToggle }: { at: Incident; open: boolean; onToggle: () => void }) {
  const language = useLanguage();
  return (
    <UnstyledButton
      className={classes.incidentWhy}
      aria-expanded={open}
      title={at.error.message}
      onClick={onToggle}
    >
      {open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
      <span>{errorWords(at.error, language)}</span>
    </UnstyledButton>
  );
}
