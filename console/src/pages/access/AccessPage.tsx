import { Tabs, Text } from "@mantine/core";
import { useMay, useSession } from "~/api";
import { Page } from "~/components/page/Page";
import { Boundary } from "~/components/panel/Boundary";
import { useTexts } from "~/texts";
import { AuditTab } from "./AuditTab";
import { RightsTab } from "./RightsTab";
import { accessRoute, TABS } from "./route";
import { texts } from "./texts";
import { TokensTab } from "./TokensTab";
import { UsersTab } from "./UsersTab";

const TAB = { users: UsersTab, tokens: TokensTab, rights: RightsTab, audit: AuditTab };

/** `/access`: who may what and who did. Who is no administrator has their own tokens here, and is told who gives more. */
export function AccessPage() {
  const t = useTexts(texts);
  const { role } = useSession();
  const administrator = useMay("administrator");
  const { tab = "users" } = accessRoute.useSearch();
  const navigate = accessRoute.useNavigate();
  if (!administrator) {
    return (
      <Page title={t.title}>
        <Text maw={900}>{t.onlyAdministrators(t.roles[role])}</Text>
        <TokensTab />
      </Page>
    );
  }
  const Shown = TAB[tab];
  return (
    <Page title={t.title}>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(value) => {
          const next = TABS.find((name) => name === value);
          // The filters of one tab mean nothing on another.
          void navigate({ search: next && next !== "users" ? { tab: next } : {} });
        }}
      >
        <Tabs.List mb="sm">
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map((name) => (
          <Tabs.Panel key={name} value={name}>
            {name === tab && (
              <Boundary>
                <Shown />
              </Boundary>
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
