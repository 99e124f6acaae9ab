import { ScrollArea, Table, UnstyledButton } from "@mantine/core";
import { IconChartBar, IconTable } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { read } from "~/api";
import { Panel } from "~/components/panel/Panel";
import { Reading } from "~/components/states/Reading";
import { Skeletons } from "~/components/states/Skeletons";
import { useNow } from "~/components/time/now";
import { useNumber, useTexts } from "~/texts";
import { useBarTime } from "./BarTip";
import classes from "./Home.module.css";
import { runsOfBar } from "./links";
import { Plot } from "./Plot";
import { homeRoute } from "./route";
import { type Bar, bars, PARTS, plotSpan, total } from "./span";
import { texts } from "./texts";

/** Its cost follows the runs of a day: it is asked for less often than what a person must see at once. */
const LOOK_MS = 30_000;

/** What was accepted in the last 24 hours, by how it stands: a plot, and the same as a table. */
export function Activity() {
  const t = useTexts(texts);
  const number = useNumber();
  const { plot } = homeRoute.useSearch();
  const navigate = useNavigate();
  const { since, until } = plotSpan(useNow("minute"));
  const series = useQuery({
    ...read("/api/v1/runs/series", { params: { query: { since, until, buckets: PARTS } } }),
    refetchInterval: LOOK_MS,
    placeholderData: keepPreviousData,
  });
  const asTable = plot === "table";
  return (
    <Panel
      title={t.activity}
      tools={
        <UnstyledButton
          className={classes.tool}
          onClick={() =>
            void navigate({
              to: "/",
              search: (now) => ({ ...now, plot: asTable ? undefined : ("table" as const) }),
              replace: true,
            })
          }
        >
          {asTable ? <IconChartBar size={14} aria-hidden /> : <IconTable size={14} aria-hidden />}
          {asTable ? t.asPlot : t.asTable}
        </UnstyledButton>
      }
    >
      <Reading of={series} skeleton={<Skeletons rows={4} height={40} />}>
        {(data) => {
          const all = bars(data.buckets);
          const sum = total(all);
          if (sum.accepted === 0) return <p className={classes.none}>{t.noActivity}</p>;
          return (
            <>
              <p className={classes.legend}>
                <span>{t.accepted(sum.accepted)}</span>
                {(["done", "wrong", "rest"] as const).map((part) => (
                  <span key={part}>
                    <i data-part={part} aria-hidden />
                    {t[part]} <b>{number(sum[part])}</b>
                  </span>
                ))}
              </p>
              {asTable ? <BarTable all={all} /> : <Plot all={all} />}
            </>
          );
        }}
      </Reading>
    </Panel>
  );
}

/** The plot for readers of screens, keyboards, and whoever wants the numbers: the half hours with any runs. */
function BarTable({ all }: { all: Bar[] }) {
  const t = useTexts(texts);
  const number = useNumber();
  const time = useBarTime();
  const some = all.filter(({ done, wrong, rest }) => done + wrong + rest > 0).reverse();
  return (
    <ScrollArea h={132} type="auto" viewportProps={{ tabIndex: 0, "aria-label": t.activity, role: "region" }}>
      <Table className={classes.numbers} verticalSpacing={2} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.halfHour}</Table.Th>
            <Table.Th>{t.done}</Table.Th>
            <Table.Th>{t.wrong}</Table.Th>
            <Table.Th>{t.rest}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {some.map((bar) => (
            <Table.Tr key={bar.from}>
              <Table.Td>
                <Link {...runsOfBar(bar)}>{time(bar)}</Link>
              </Table.Td>
              <Table.Td>{number(bar.done)}</Table.Td>
              <Table.Td>
                {bar.wrong > 0 ? <Link {...runsOfBar(bar, true)}>{number(bar.wrong)}</Link> : 0}
              </Table.Td>
              <Table.Td>{number(bar.rest)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
