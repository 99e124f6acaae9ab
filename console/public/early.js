// Runs before everything else; a file, because the policy allows no inline script. What can begin before the console's own
// code is here begins here.
(() => {
  // Light or dark, as chosen or as the system is; the rail folded or not: the first paint is right already.
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      // No storage: the system decides.
      return null;
    }
  };
  const page = document.documentElement;
  const chosen = kept("mantine-color-scheme-value");
  const dark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  page.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
  if (/"railFolded":true/.test(kept("throughline") ?? "")) page.setAttribute("data-folded", "");

  // Who is signed in; `src/api/early.ts` takes the answer. Whoever signs in is nobody yet.
  if (location.pathname === "/sign-in") page.setAttribute("data-bare", "");
  else {
    const answer = fetch("/api/v1/session");
    globalThis.early = { sent: Date.now(), answer };
    answer.then(
      ({ status }) => {
        if (status === 401) page.setAttribute("data-bare", "");
      },
      () => undefined,
    );
  }

  // The code of this page, beside that of all pages: which files those are is written here by the build.
  const { files, pages } = JSON.parse(document.currentScript?.dataset.pages || '{"files":[],"pages":{}}');
  const here = location.pathname.split("/");
  const fits = (path) => {
    const parts = path.split("/");
    return parts.length === here.length && parts.every((part, at) => part[0] === "$" || part === here[at]);
  };
  const found = Object.keys(pages).find(fits);
  for (const at of pages[found] ?? []) {
    const link = document.createElement("link");
    const style = files[at].endsWith(".css");
    link.rel = style ? "preload" : "modulepreload";
    if (style) link.as = "style";
    link.crossOrigin = "";
    // After what every page needs: the line is shared.
    link.fetchPriority = "low";
    link.href = `/assets/${files[at]}`;
    document.head.append(link);
  }
})();
