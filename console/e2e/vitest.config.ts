import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "~": path.resolve(import.meta.dirname, "../src") } },
  test: {
    root: import.meta.dirname,
    // Pictures and figures are for the docs; they are taken by commands of their own.
    include: process.env.FIGURES
      ? ["figures/*.ts"]
      : process.env.SCREENSHOTS
        ? ["screenshots.e2e.ts", "story.e2e.ts"]
        : ["**/*.e2e.ts"],
    exclude: process.env.SCREENSHOTS ? [] : ["screenshots.e2e.ts", "story.e2e.ts"],
    globalSetup: "support/service.ts",
    // One browser and one service for all: two cores.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // As long as the browser waits for what is to appear.
    expect: { poll: { timeout: 20_000 } },
    reporters: process.env.CI || process.env.FIGURES ? ["default"] : ["dot"],
  },
});
