import { Kbd, Modal, SimpleGrid, Stack, Title } from "@mantine/core";
import { Fragment } from "react";
import { useTexts } from "~/texts";
import { texts } from "./texts";

/** What keys do, opened by `?`. A page that binds a key tells it here. */
export default function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts);
  const groups: [string, [string, string][]][] = [
    [
      t.anywhere,
      [
        ["Ctrl K", t.palette],
        ["H", t.home],
        ["S", t.start],
        ["/", t.filter],
        ["?", t.thisHelp],
      ],
    ],
    [
      t.inLists,
      [
        ["J", t.next],
        ["K", t.previous],
        ["X", t.select],
        ["Enter", t.open],
      ],
    ],
    [
      t.onRun,
      [
        ["R", t.retry],
        ["[", t.previousRun],
        ["]", t.nextRun],
        [".", t.copyId],
      ],
    ],
    [
      t.onRecord,
      [
        ["[", t.previousRecord],
        ["]", t.nextRecord],
      ],
    ],
  ];
  return (
    <Modal opened onClose={onClose} title={t.keys} size="lg">
      <SimpleGrid cols={3}>
        {groups.map(([title, keys]) => (
          <Stack key={title} gap={6}>
            <Title order={3} size="sm">
              {title}
            </Title>
            <dl className="keys">
              {keys.map(([key, what]) => (
                <Fragment key={key}>
                  <dt>
                    <Kbd size="xs">{key}</Kbd>
                  </dt>
                  <dd>{what}</dd>
                </Fragment>
              ))}
            </dl>
          </Stack>
        ))}
      </SimpleGrid>
    </Modal>
  );
}
