import { Tooltip } from "@mantine/core";
import { IconAdjustmentsHorizontal, IconTable } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read, useMay } from "~/api";
import shell from "~/shell/Shell.module.css";
import { useTexts } from "~/texts";
import { useSay } from "./say";
import classes from "./Sections.module.css";
import { texts } from "./texts";

const FRESH_MS = 60_000;

/** The workplaces of the rail, each with its sections; administrators get to their arrangement from here. */
export function WorkplacesRail({ folded }: { folded: boolean }) {
  const t = useTexts(texts);
  const say = useSay();
  const administrator = useMay("administrator");
  const workplaces = useQuery({ ...read("/api/v1/workplaces"), staleTime: FRESH_MS });
  const shown = (workplaces.data?.items ?? []).map((workplace) => {
    const sections = workplace.sections.filter(({ available }) => available);
    if (sections.length === 0) return null;
    return (
      <div key={workplace.id}>
        {!folded && <div className={classes.workplace}>{workplace.name}</div>}
        <ul aria-label={workplace.name}>
          {sections.map((section) => (
            <li key={section.key}>
              <Tooltip label={say(section)} disabled={!folded} position="right" openDelay={0}>
                <Link
                  to="/s/$section"
                  params={{ section: section.key }}
                  className={shell.place}
                  aria-label={say(section)}
                >
                  <IconTable size={18} stroke={1.75} aria-hidden />
                  {!folded && say(section)}
                </Link>
              </Tooltip>
            </li>
          ))}
        </ul>
      </div>
    );
  });
  return (
    <>
      {shown}
      {administrator && (
        <Tooltip label={t.arrange} position="right">
          <Link to="/workplaces" className={classes.arrange} aria-label={t.arrange}>
            <IconAdjustmentsHorizontal size={14} aria-hidden />
            {!folded && t.arrange}
          </Link>
        </Tooltip>
      )}
    </>
  );
}
