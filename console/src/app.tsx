import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, useEffect } from "react";
import { onSession, session } from "~/api/session";
import { ConfirmProvider } from "~/components/confirm/Confirm";
import { useLanguage } from "~/texts";
import { nonce } from "./nonce";
import { queryClient } from "./queries";
import { router } from "./routes";
import { theme, variables } from "./theme";

export function App() {
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  // Somebody signed out, here or because the session ended: nothing that was read is kept, and the sign-in page opens.
  useEffect(
    () =>
      onSession(() => {
        if (session() !== null) return;
        queryClient.clear();
        void router.invalidate();
      }),
    [],
  );
  return (
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        getStyleNonce={nonce}
      >
        <QueryClientProvider client={queryClient}>
          <ConfirmProvider>
            <RouterProvider router={router} />
          </ConfirmProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  );
}
