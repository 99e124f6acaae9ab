import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { Fact } from "~/api";
import { Json, sizeText } from "~/components/json/Json";
import { Time } from "~/components/time/Time";
import { useTexts } from "~/texts";
import classes from "./RunPage.module.css";
import { texts } from "./texts";

/** A line of the journal; opened, it shows what the fact carries. */
export function FactRow({ fact, children }: { fact: Fact; children?: ReactNode }) {
  const t = useTexts(texts);
  const [open, setOpen] = useState(false);
  const failed = fact.kind === "effect_failed";
  return (
    <div className={classes.fact}>
      <UnstyledButton className={classes.factLine} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        <span className={classes.dim}>{fact.seq}</span>
        <Time at={fact.at} />
        <span className={failed ? classes.bad : undefined}>{t.kinds[fact.kind]}</span>
        <span className={classes.step}>{fact.step}</span>
        <span className={classes.dim}>{children ?? sizeText(fact.payload_bytes)}</span>
      </UnstyledButton>
      {open && (
        <div className={classes.open}>
          {fact.payload ? <Json value={fact.payload} /> : t.large(sizeText(fact.payload_bytes))}
        </div>
      )}
    </div>
  );
}
