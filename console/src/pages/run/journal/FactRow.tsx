import { Button, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconChevronDown, IconChevronRight, IconHistory } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type Fact, read } from "~/api";
import { Json } from "~/components/json/Json";
import { Reading } from "~/components/states/Reading";
import { Time } from "~/components/time/Time";
import { useTexts } from "~/texts";
import page from "../RunPage.module.css";
import classes from "./Journal.module.css";
import { texts } from "./texts";
import { useFactWords } from "./words";

/** A line of the journal, in words; opened, it shows what was recorded. */
export function FactRow({ run, fact }: { run: string; fact: Fact }) {
  const t = useTexts(texts);
  const words = useFactWords();
  const [open, setOpen] = useState(false);
  const failed = fact.kind === "effect_failed";
  const said = words(fact);
  return (
    <div className={page.fact}>
      <UnstyledButton className={classes.line} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        <span className={page.dim}>{fact.seq}</span>
        <Time at={fact.at} />
        <span className={failed ? `${page.bad} ${classes.words}` : classes.words} title={said}>
          {failed && <IconAlertTriangle size={14} aria-hidden />}
          {said}
        </span>
      </UnstyledButton>
      {open && (
        <div className={page.open}>
          <Button
            size="compact-xs"
            variant="default"
            mb={4}
            leftSection={<IconHistory size={14} />}
            renderRoot={(props) => (
              <Link from="/runs/$id" to="." search={(was) => ({ ...was, at: fact.seq })} {...props} />
            )}
          >
            {t.goThere}
          </Button>
          <Recorded run={run} fact={fact} />
        </div>
      )}
    </div>
  );
}

function Recorded({ run, fact }: { run: string; fact: Fact }) {
  const whole = useQuery({
    ...read("/api/v1/runs/{id}/journal", {
      params: { path: { id: run }, query: { after: fact.seq - 1, limit: 1 } },
    }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: !fact.payload,
  });
  if (fact.payload) return <Json value={fact.payload} />;
  return <Reading of={whole}>{({ items }) => <Json value={items[0]?.payload} />}</Reading>;
}
