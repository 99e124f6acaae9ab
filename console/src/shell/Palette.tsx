import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { IconArrowRight, IconBolt, IconPlayerPlay, IconSearch, IconTable } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { read } from "~/api";
import { useSay } from "~/sections/say";
import { useTexts } from "~/texts";
import { FoundRecords } from "./FoundRecords";
import { FoundRuns } from "./FoundRuns";
import { PLACES, texts as places } from "./navigation";
import { useOfferedActions } from "./pageActions";
import { texts } from "./texts";
import { useSections } from "./useSections";

const [store, spotlight] = createSpotlight();
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SHOWN = 8;

/** Ctrl+K: pages and sections, processes to run, records, runs by id, its end or business key, and what the open page can do. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts);
  const names = useTexts(places);
  const navigate = useNavigate();
  const offered = useOfferedActions();
  const say = useSay();
  const all = useSections();
  const [query, setQuery] = useState("");
  const definitions = useQuery(read("/api/v1/definitions", { params: { query: { limit: 500 } } }));
  useEffect(() => spotlight.open(), []);

  const wanted = query.trim();
  const fits = (text: string) => text.toLocaleLowerCase().includes(wanted.toLocaleLowerCase());
  const pages = PLACES.flat().filter(({ name }) => fits(names[name]));
  const sections = all.filter((section) => fits(say(section)));
  const processes = (definitions.data?.items ?? []).filter(({ name, key }) => fits(name) || fits(key));
  const processNames = new Map((definitions.data?.items ?? []).map(({ key, name }) => [key, name]));
  const actions = offered.filter(({ label }) => fits(label));
  const isId = UUID.test(wanted);
  const none = !isId && !wanted && pages.length + sections.length + processes.length + actions.length === 0;
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      shortcut={null}
      scrollable
      maxHeight={420}
      // It stays where it is while what is found comes and goes.
      centered={false}
      yOffset="10dvh"
      transitionProps={{ duration: 0 }}
    >
      <Spotlight.Search placeholder={t.find} aria-label={t.find} leftSection={<IconSearch size={16} />} />
      <Spotlight.ActionsList>
        {isId && (
          <Spotlight.Action
            label={t.openRun}
            description={wanted}
            leftSection={<IconArrowRight size={16} />}
            onClick={() => void navigate({ to: "/runs/$id", params: { id: wanted.toLowerCase() } })}
          />
        )}
        {actions.length > 0 && (
          <Spotlight.ActionsGroup label={t.actions}>
            {actions.map(({ label, run }) => (
              <Spotlight.Action
                key={label}
                label={label}
                leftSection={<IconBolt size={16} />}
                onClick={run}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {pages.length + sections.length > 0 && (
          <Spotlight.ActionsGroup label={t.pages}>
            {pages.map(({ name, to, icon: Icon }) => (
              <Spotlight.Action
                key={name}
                label={names[name]}
                leftSection={<Icon size={16} />}
                onClick={() => void navigate({ to })}
              />
            ))}
            {sections.map((section) => (
              <Spotlight.Action
                key={section.key}
                label={say(section)}
                leftSection={<IconTable size={16} />}
                onClick={() => void navigate({ to: "/s/$section", params: { section: section.key } })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {processes.length > 0 && (
          <Spotlight.ActionsGroup label={t.processes}>
            {processes.slice(0, SHOWN).map(({ key, name }) => (
              <Spotlight.Action
                key={key}
                label={name}
                description={key}
                leftSection={<IconPlayerPlay size={16} />}
                onClick={() => void navigate({ to: "/start/$process", params: { process: key } })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {wanted && !isId && <FoundRecords wanted={wanted} sections={all} />}
        {wanted && !isId && <FoundRuns wanted={wanted} names={processNames} />}
        {wanted && !isId && (
          <Spotlight.Action
            label={t.runsWith(wanted)}
            leftSection={<IconSearch size={16} />}
            onClick={() => void navigate({ to: "/runs", search: { q: wanted } })}
          />
        )}
        {none && <Spotlight.Empty>{t.nothing}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
