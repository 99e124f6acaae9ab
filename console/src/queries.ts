import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "~/api";

/** How readings behave everywhere unless a page says otherwise. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The service is often on this very machine, where a browser that is "offline" reaches it all the same.
      networkMode: "always",
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.mayPass,
    },
    mutations: { networkMode: "always" },
  },
});

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: ApiError;
  }
}
