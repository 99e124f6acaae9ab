import { IconError404 } from "@tabler/icons-react";
import { LinkButton } from "~/components/link/LinkButton";
import { Page } from "~/components/page/Page";
import { Empty } from "~/components/states/Empty";
import { defineTexts, useTexts } from "~/texts";

const texts = defineTexts(
  {
    title: "There is no such page",
    why: "The address is misspelt, or the page has moved. Ctrl+K finds pages, processes and runs.",
    runs: "To the runs",
  },
  {
    title: "Такої сторінки немає",
    why: "Адреса з помилкою, або сторінку перенесено. Ctrl+K знайде сторінки, процеси й запуски.",
    runs: "До запусків",
  },
);

export function NotFoundPage() {
  const t = useTexts(texts);
  return (
    <Page>
      <Empty title={t.title} icon={IconError404} action={<LinkButton to="/runs">{t.runs}</LinkButton>}>
        {t.why}
      </Empty>
    </Page>
  );
}
