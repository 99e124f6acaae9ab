import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin, Rolldown } from "vite";

/** A `path: "/runs/$id"` of a route, and a lazy `import("./RunPage")` of a page. */
const PATH = /\bpath: "([^"]+)"/g;
const PAGE = /\bimport\("\.\/(\w+)"\)/g;

/** What a page loads lazily and always shows. */
const SHOWN: Record<string, string[]> = { "/start/$process": ["components/form/SchemaForm.tsx"] };

type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } };

/** Which modules an address needs besides what every page has: read from `src/pages/…/route.ts`. */
function pagesOf(folder: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const name of readdirSync(folder)) {
    const at = path.join(folder, name);
    let route: string;
    try {
      route = readFileSync(path.join(at, "route.ts"), "utf8");
    } catch {
      continue; // A page without an address: not found.
    }
    const pages = [...route.matchAll(PAGE)].map(([, page]) => path.join(at, `${page}.tsx`));
    for (const [, address] of route.matchAll(PATH)) if (address) found.set(address, pages);
  }
  return found;
}

/**
 * Tells `public/early.js` which files each page is made of, so that the browser asks for them together with those of all
 * pages, and not one after the other: on a slow line each question more is a fifth of a second.
 */
export function pageFiles(source: string): Plugin {
  return {
    name: "page-files",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle, chunk: entry }) {
        if (!bundle || !entry) return;
        const chunks = new Map(
          Object.values(bundle).flatMap((each) =>
            each.type === "chunk" ? [[each.fileName, each as Chunk]] : [],
          ),
        );
        const reach = (from: string, into: Set<string>) => {
          const chunk = chunks.get(from);
          if (!chunk || into.has(from)) return into;
          into.add(from);
          for (const css of chunk.viteMetadata?.importedCss ?? []) into.add(css);
          for (const next of chunk.imports) reach(next, into);
          return into;
        };
        const everywhere = reach(entry.fileName, new Set());
        const files: string[] = [];
        const pages: Record<string, number[]> = {};
        for (const [address, own] of pagesOf(path.join(source, "pages"))) {
          const modules = [...own, ...(SHOWN[address] ?? []).map((shown) => path.join(source, shown))];
          const needed = new Set<string>();
          for (const chunk of chunks.values()) {
            if (chunk.facadeModuleId && modules.includes(chunk.facadeModuleId)) reach(chunk.fileName, needed);
          }
          const more = [...needed].filter((file) => !everywhere.has(file));
          if (more.length === 0) continue;
          pages[address] = more.map((file) => {
            const name = path.basename(file);
            return files.includes(name) ? files.indexOf(name) : files.push(name) - 1;
          });
        }
        const said = JSON.stringify({ files, pages }).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
        return html.replace('<script src="/early.js">', `<script src="/early.js" data-pages="${said}">`);
      },
    },
  };
}
