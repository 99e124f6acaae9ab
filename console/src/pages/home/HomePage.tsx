import { Group } from "@mantine/core";
import { IconFileUpload, IconPlayerPlay, IconRoute } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { read, useMay } from "~/api";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Panel } from "~/components/panel/Panel";
import { Empty } from "~/components/states/Empty";
import { useTexts } from "~/texts";
import { Activity } from "./Activity";
import { Failures } from "./Failures";
import classes from "./Home.module.css";
import { useProcesses } from "./names";
import { NextFirings } from "./NextFirings";
import { texts } from "./texts";
import { Tiles } from "./Tiles";
import { UnderWay } from "./UnderWay";

/** `/`: what needs a person, what is under way, what comes next, and how the last day went. */
export function HomePage() {
  const t = useTexts(texts);
  const mayStart = useMay("operator");
  const { names, count } = useProcesses();
  const any = useQuery(read("/api/v1/runs", { params: { query: { limit: 1 } } }));
  const isNew = any.data?.items.length === 0;
  return (
    <Page
      title={t.title}
      actions={
        mayStart &&
        !isNew && (
          <LinkButton to="/start" variant="default" leftSection={<IconPlayerPlay size={16} />}>
            {t.start}
          </LinkButton>
        )
      }
    >
      {isNew ? (
        <FirstSteps processes={count} />
      ) : (
        <>
          <Tiles />
          <div className={classes.columns}>
            <div className={classes.column}>
              <Failures names={names} />
              <UnderWay names={names} />
            </div>
            <div className={classes.column}>
              <Activity />
              <NextFirings names={names} />
            </div>
          </div>
        </>
      )}
    </Page>
  );
}

/** A new installation: what to do first, by what is there and what one may. */
function FirstSteps({ processes }: { processes: number | undefined }) {
  const t = useTexts(texts);
  const mayStart = useMay("operator");
  const mayDeploy = useMay("designer");
  if (processes === undefined) return null;
  const start = mayStart && processes > 0;
  const deploy = mayDeploy && (
    <LinkButton
      to="/definitions/deploy"
      variant={start ? "default" : "filled"}
      leftSection={<IconFileUpload size={16} />}
    >
      {t.deploy}
    </LinkButton>
  );
  return (
    <Panel>
      <Empty
        icon={IconRoute}
        title={t.welcome}
        action={
          <Group gap="xs">
            {start && (
              <LinkButton to="/start" leftSection={<IconPlayerPlay size={16} />}>
                {t.start}
              </LinkButton>
            )}
            {deploy}
          </Group>
        }
      >
        {processes > 0 ? t.welcomeRun : mayDeploy ? t.welcomeWhy : `${t.welcomeWhy} ${t.noneDeployed}`}
      </Empty>
    </Panel>
  );
}
