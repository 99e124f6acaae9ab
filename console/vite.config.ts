import { readFile, rename, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { pageFiles } from "./scripts/page-files.ts";

/** The service `npm run dev` talks to. */
const service = process.env.THROUGHLINE_URL ?? "http://127.0.0.1:8080";

/** The list of what was built is for the tests: it lies beside the site, not in it. */
function manifestBeside(): Plugin {
  return {
    name: "manifest-beside",
    apply: "build",
    async closeBundle() {
      await rename("dist/site/.vite/manifest.json", "dist/manifest.json");
      await rmdir("dist/site/.vite");
    },
  };
}

/** Puts `.br` and `.gz` beside every text file, so that the service compresses nothing while it answers. */
function precompress(): Plugin {
  return {
    name: "precompress",
    apply: "build",
    async writeBundle(options, bundle) {
      const folder = options.dir ?? "dist";
      for (const name of Object.keys(bundle)) {
        // index.html gets a nonce with every answer and is small.
        if (!/^assets\/.*\.(js|css|svg)$/.test(name)) continue;
        const file = path.join(folder, name);
        const content = await readFile(file);
        await writeFile(`${file}.gz`, gzipSync(content, { level: 9 }));
        const quality = { [constants.BROTLI_PARAM_QUALITY]: 10 };
        await writeFile(`${file}.br`, brotliCompressSync(content, { params: quality }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), pageFiles(path.resolve(import.meta.dirname, "src")), precompress(), manifestBeside()],
  resolve: {
    alias: {
      "~": path.resolve(import.meta.dirname, "src"),
      // A test helper inside rjsf imports the validator that compiles code; ours stands in.
      "@rjsf/validator-ajv8": path.resolve(import.meta.dirname, "src/components/form/validator.ts"),
    },
  },
  // The folder `dist` itself stays (it holds a .gitignore), so the Rust build can watch it.
  build: {
    outDir: "dist/site",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    manifest: true,
    target: "es2022",
    rolldownOptions: {
      output: {
        // What several pages share in a few files instead of fifty: fewer requests, and it packs better.
        codeSplitting: {
          groups: [
            {
              name: "framework",
              test: /node_modules\/(react|react-dom|scheduler|@tanstack\/(react-router|router-core|history|react-query|query-core|react-store|store))\//,
            },
            // What the frame and Home need of the component library, then what other pages share of it and of ours.
            {
              name: "ui",
              test: /node_modules\/(@mantine\/(core|hooks)|@floating-ui|clsx|@tabler)\//,
              tags: ["$initial"],
            },
            { name: "app", tags: ["$initial"] },
            {
              name: "parts",
              test: /node_modules\/(@mantine\/(core|hooks)|@floating-ui|clsx|@tabler)\/|\/console\/src\/(?!components\/(code|diagram|form)\/)/,
              minShareCount: 5,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(["/api", "/health", "/metrics"].map((at) => [at, { target: service }])),
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
  },
});
