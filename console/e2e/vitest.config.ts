import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "~": path.resolve(import.meta.dirname, "../src") } },
  test: {
    root: import.meta.dirname,
    // The pictures and the figures are for the docs; they are made by commands of their own.
    include: process.env.SCREENSHOTS
      ? ["screenshots.e2e.ts"]
      : process.env.FIGURES
        ? ["figures/*.e2e.ts"]
        : ["*.e2e.ts"],
    exclude: process.env.SCREENSHOTS ? [] : ["screenshots.e2e.ts"],
    globalSetup: "support/service.ts",
    // One browser and one service for all: two cores.
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: process.env.CI ? ["default"] : ["dot"],
  },
});
