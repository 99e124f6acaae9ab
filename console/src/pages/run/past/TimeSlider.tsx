import { ActionIcon, Button, Slider, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconPlayerTrackNext } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { read, type Run } from "~/api";
import { Time } from "~/components/time/Time";
import { useNumber, useTexts } from "~/texts";
import { useFactWords } from "../journal/words";
import classes from "./TimeSlider.module.css";
import { texts } from "./texts";

/** While the thumb is drawn, so long nothing is asked for. */
const DEBOUNCE_MS = 80;

/**
 * Moves the whole page to a moment of the run: drawn, or fact by fact with the arrow keys. `seq`: the fact shown, nothing
 * while the page shows what is.
 */
export function TimeSlider({
  run,
  seq,
  onMove,
}: {
  run: Run;
  seq: number | undefined;
  onMove: (at: number | undefined) => void;
}) {
  const t = useTexts(texts);
  const number = useNumber();
  const { facts } = run;
  const [drawn, setDrawn] = useState<number>();
  const tell = useEffectEvent((at: number) => onMove(at >= facts ? undefined : at));
  useEffect(() => {
    if (drawn === undefined) return;
    const timer = setTimeout(() => {
      tell(drawn);
      setDrawn(undefined);
    }, DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [drawn]);
  const at = drawn ?? seq ?? facts;
  if (facts < 2) return null;
  const step = (by: number) => setDrawn(Math.min(facts, Math.max(1, at + by)));
  return (
    <section className={classes.bar} aria-label={t.slider} data-past={seq !== undefined || undefined}>
      <Tooltip label={t.previous}>
        <ActionIcon size={28} aria-label={t.previous} disabled={at <= 1} onClick={() => step(-1)}>
          <IconChevronLeft size={16} />
        </ActionIcon>
      </Tooltip>
      <Slider
        className={classes.slider ?? ""}
        size="sm"
        min={1}
        max={facts}
        step={1}
        value={at}
        label={null}
        onChange={setDrawn}
        thumbLabel={t.slider}
        thumbProps={{ "aria-valuetext": t.factOf(number(at), number(facts)) }}
      />
      <Tooltip label={t.next}>
        <ActionIcon size={28} aria-label={t.next} disabled={at >= facts} onClick={() => step(1)}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </Tooltip>
      <div className={classes.said} aria-live="polite">
        {seq === undefined && drawn === undefined ? (
          <span className={classes.dim}>{t.asItIs(number(facts))}</span>
        ) : (
          <Happened run={run.id} at={seq ?? at} of={t.factOf(number(at), number(facts))} />
        )}
      </div>
      {seq !== undefined && (
        <Button
          size="compact-sm"
          leftSection={<IconPlayerTrackNext size={14} />}
          onClick={() => {
            setDrawn(undefined);
            onMove(undefined);
          }}
        >
          {t.back}
        </Button>
      )}
    </section>
  );
}

/** What happened at a fact, in words, and when. */
function Happened({ run, at, of }: { run: string; at: number; of: string }) {
  const words = useFactWords();
  const fact = useQuery({
    ...read("/api/v1/runs/{id}/journal", {
      params: { path: { id: run }, query: { after: at - 1, limit: 1, brief: true } },
    }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    select: (page) => page.items[0],
  });
  return (
    <>
      <span className={classes.place}>{of}</span>
      {fact.data && (
        <>
          <Time at={fact.data.at} />
          <span className={classes.what} title={words(fact.data)}>
            {words(fact.data)}
          </span>
        </>
      )}
    </>
  );
}
