import { Button, Group, Progress } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Bulk, read, send, useChange, useConnectionLost, useMay, useSession } from "~/api";
import { BulkState } from "~/bulk/BulkState";
import { leftOut, sentence } from "~/bulk/sentence";
import { texts as words } from "~/bulk/texts";
import { useConfirm } from "~/components/confirm/Confirm";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Report } from "~/components/report/Report";
import { Empty } from "~/components/states/Empty";
import { ErrorNote } from "~/components/states/ErrorNote";
import { Skeletons } from "~/components/states/Skeletons";
import { useLanguage, useNumber, useTexts } from "~/texts";
import classes from "./BulkPage.module.css";
import { Facts } from "./Facts";
import { Items } from "./Items";
import { bulkRoute } from "./route";
import { texts } from "./texts";

const LOOK_MS = 1000;
/** A large act is counted anew for every look; its numbers move slowly, and so do those of runs it set going. */
const LARGE = 10_000;
const LOOK_SELDOM_MS = 5000;

/** `/bulk/:id`: how far an act on many runs is and what became of them; for everybody with the link. */
export function BulkPage() {
  const t = useTexts(texts);
  const { id } = bulkRoute.useParams();
  const bulk = useQuery({
    ...read("/api/v1/bulk/{id}", { params: { path: { id } } }),
    refetchInterval: ({ state: { data } }) => {
      if (data && !isMoving(data)) return false;
      return data && (data.runs > LARGE || data.state !== "running") ? LOOK_SELDOM_MS : LOOK_MS;
    },
  });
  if (bulk.data) return <BulkView bulk={bulk.data} error={bulk.error} />;
  const gone = bulk.error?.kind === "not-found" || bulk.error?.kind === "bad-request";
  return gone ? (
    <Page title={t.notFound}>
      <Empty title={t.notFound} action={<LinkButton to="/runs">{t.runsPage}</LinkButton>}>
        {t.notFoundWhy}
      </Empty>
    </Page>
  ) : (
    <Page>
      {bulk.error ? (
        <ErrorNote error={bulk.error} onRetry={() => void bulk.refetch()} />
      ) : (
        <Skeletons rows={12} height={32} />
      )}
    </Page>
  );
}

/** Whether its numbers may still change: it is under way, or the runs it set going are. */
function isMoving({ action, state, became }: Bulk): boolean {
  if (state === "running") return true;
  return state !== "preview" && action !== "suspend" && (became?.running ?? 0) > 0;
}

function BulkView({ bulk, error }: { bulk: Bulk; error: Error | null }) {
  const t = useTexts(texts);
  const w = useTexts(words);
  const language = useLanguage();
  const number = useNumber();
  const may = useMay("operator");
  const me = useSession().name;
  const offline = useConnectionLost() !== null;
  const confirm = useConfirm();
  const path = { params: { path: { id: bulk.id } } };
  const refresh = { refresh: ["/api/v1/bulk/{id}" as const, "/api/v1/bulk/{id}/items" as const] };
  const start = useChange(() => send("post", "/api/v1/bulk/{id}/start", { ...path, body: {} }), refresh);
  const stop = useChange(() => send("post", "/api/v1/bulk/{id}/stop", path), refresh);
  const askStop = async () => {
    const question = {
      title: t.stopTitle,
      body: t.stopBody(number(bulk.counts.pending)),
      act: t.stop,
      keep: t.keepGoing,
    };
    if (await confirm(question)) stop.mutate();
  };
  const failed = bulk.action === "retry" || bulk.action === "resume" ? (bulk.became?.failed ?? 0) : 0;
  return (
    <Page
      title={w.of[bulk.action](bulk.runs)}
      aside={<BulkState of={bulk.state} large />}
      actions={
        <Group gap="xs">
          <LinkButton variant="default" to="/bulk">
            {t.all}
          </LinkButton>
          {may && bulk.state === "running" && (
            <Button
              variant="default"
              disabled={offline}
              loading={stop.isPending}
              leftSection={<IconPlayerStop size={16} />}
              onClick={() => void askStop()}
            >
              {t.stop}
            </Button>
          )}
          {may && bulk.state === "preview" && bulk.created_by === me && bulk.runs > 0 && (
            <Button
              color={bulk.action === "cancel" ? "red.8" : undefined}
              disabled={offline}
              loading={start.isPending}
              leftSection={<IconPlayerPlay size={16} />}
              onClick={() => start.mutate()}
            >
              {w.act[bulk.action](bulk.runs)}
            </Button>
          )}
        </Group>
      }
    >
      {error && <ErrorNote error={error} />}
      <p className={classes.sentence} role="status">
        {sentence(bulk, language)}{" "}
        {failed > 0 && (
          <Link from="/bulk/$id" to="." search={{ show: "failed-again" }} replace>
            {t.showFailed(number(failed))}
          </Link>
        )}
      </p>
      {leftOut(bulk, language).map((line) => (
        <p key={line} className={classes.left}>
          {line}
        </p>
      ))}
      {bulk.state !== "preview" && <Bar bulk={bulk} />}
      <Report of={start} />
      <Report of={stop} done={t.stopped} />
      <Facts bulk={bulk} />
      <Items bulk={bulk} />
    </Page>
  );
}

function Bar({ bulk: { runs, counts } }: { bulk: Bulk }) {
  const t = useTexts(texts);
  const number = useNumber();
  const share = (n: number) => (100 * n) / Math.max(1, runs);
  const settled = runs - counts.pending;
  const said = t.progress(number(settled), number(runs));
  return (
    <div className={classes.bar}>
      <Progress.Root size="md" aria-label={said}>
        <Progress.Section value={share(counts.done)} color="teal.7" aria-label={said} />
        <Progress.Section value={share(counts.skipped)} color="gray.6" aria-hidden withAria={false} />
        <Progress.Section value={share(counts.failed)} color="red.7" aria-hidden withAria={false} />
      </Progress.Root>
      <span>{said}</span>
    </div>
  );
}
