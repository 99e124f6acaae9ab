import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type Activity, read } from "~/api";
import { Json } from "~/components/json/Json";
import { Reading } from "~/components/states/Reading";
import { Duration } from "~/components/time/Duration";
import { Time } from "~/components/time/Time";
import { useNumber, useTexts } from "~/texts";
import { ErrorView } from "./ErrorView";
import { usePast } from "./past/moment";
import classes from "./RunPage.module.css";
import { texts } from "./texts";

/** One attempt of a call, or a wait; opened, what was asked and what was answered, whole. `opened`: to begin with. */
export function CallRow({ run, call, opened }: { run: string; call: Activity; opened: boolean }) {
  const t = useTexts(texts);
  const number = useNumber();
  const [open, setOpen] = useState(opened);
  const past = usePast();
  const outcome = call.end?.outcome ?? "open";
  return (
    <div className={classes.fact}>
      <UnstyledButton className={classes.callLine} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        <span className={classes.step} title={call.step}>
          {call.step}
          {typeof call.item === "number" && ` #${number(call.item + 1)}`}
        </span>
        <span className={classes.dim}>{call.kind === "call" ? call.operation : t.waitCall}</span>
        <span>{call.kind === "call" && number(call.attempt)}</span>
        <Time at={call.began_at} />
        <Duration from={call.began_at} to={call.end?.at ?? past?.at ?? null} />
        <span
          className={outcome === "failed" ? classes.bad : undefined}
          title={call.end?.error?.message ?? undefined}
        >
          {t.outcomes[outcome]}
          {call.end?.error && ` (${call.end.error.code})`}
        </span>
      </UnstyledButton>
      {open && <Exchange run={run} call={call} />}
    </div>
  );
}

function Exchange({ run, call }: { run: string; call: Activity }) {
  const t = useTexts(texts);
  const until = usePast()?.seq;
  const query = {
    after: call.number - 1,
    limit: 1,
    whole: true,
    ...(until === undefined ? {} : { until }),
  };
  const whole = useQuery({
    ...read("/api/v1/runs/{id}/activities", { params: { path: { id: run }, query } }),
    // What ended stays as it is.
    ...(call.end ? { staleTime: Number.POSITIVE_INFINITY } : {}),
  });
  return (
    <Reading of={whole}>
      {(page) => {
        const one = page.items[0] ?? call;
        return (
          <div className={classes.exchange}>
            <Side title={t.request}>
              {one.kind === "call" ? (
                <Json value={one.request ?? null} name="request" />
              ) : (
                <>
                  {t.waitUntil} <Time at={one.until} />
                </>
              )}
            </Side>
            {one.kind === "call" && (
              <Side title={t.response}>
                <Answered of={one} />
              </Side>
            )}
          </div>
        );
      }}
    </Reading>
  );
}

function Answered({ of: { end } }: { of: Activity }) {
  const t = useTexts(texts);
  if (!end) return <span className={classes.dim}>{t.noResponse}</span>;
  if (end.error) return <ErrorView error={end.error} />;
  if (end.outcome === "given_up") return <span className={classes.dim}>{t.noAnswer}</span>;
  return <Json value={end.output ?? null} name="response" />;
}

function Side({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
