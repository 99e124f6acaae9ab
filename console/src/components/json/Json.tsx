import { Button, Group } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconDownload } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { writeJson } from "~/api";
import { CopyButton } from "~/components/id/CopyButton";
import { useTexts } from "~/texts";
import classes from "./Json.module.css";
import { texts } from "./texts";
import { childrenOf, kindOf, leafText, pathText } from "./tree";

/** Levels that are open at first. */
const OPEN_LEVELS = 2;
/** Children that are shown at once. */
const PAGE = 100;
/** More text than this is shown in part until it is asked for. */
const PREVIEW_BYTES = 32 * 1024;

type Path = readonly (string | number)[];

/**
 * A value as a tree of names and values. Give it what `read` answered: digits of ids beyond 2^53 are kept, where
 * `JSON.parse` would lose them.
 *
 * ```tsx
 * <Json value={run.variables} name="variables" />   // `name` leads copied paths and names the download
 * ```
 *
 * A large one is shown in part at first, unless it is `opened`. What is large at the service is {@link LargeJson}.
 */
export function Json({ value, name, opened = false }: { value: unknown; name?: string; opened?: boolean }) {
  const t = useTexts(texts);
  const text = useMemo(() => writeJson(value, 2), [value]);
  const [all, setAll] = useState(opened);
  const large = text.length > PREVIEW_BYTES;
  if (large && !all) {
    return (
      <div className={classes.json}>
        <Group gap="xs" mb={4}>
          <span className={classes.size}>{t.preview}</span>
          <Button variant="default" size="compact-xs" onClick={() => setAll(true)}>
            {t.showAll(sizeText(text.length))}
          </Button>
          <Download text={text} name={name ?? "value"} />
        </Group>
        <Beginning>{text.slice(0, PREVIEW_BYTES)}</Beginning>
      </div>
    );
  }
  return (
    <div className={classes.json}>
      {large && <Download text={text} name={name ?? "value"} />}
      <Children value={{ [name ?? ""]: value }} path={[]} level={name ? 0 : -1} root />
    </div>
  );
}

/** How a large value begins, as text. */
export function Beginning({ children }: { children: string }) {
  return (
    // Focus, so that the keyboard can scroll it.
    <pre className={`${classes.value} ${classes.beginning}`} tabIndex={0}>
      {children}
    </pre>
  );
}

function Children({
  value,
  path,
  level,
  root,
}: {
  value: unknown;
  path: Path;
  level: number;
  root?: boolean;
}) {
  const t = useTexts(texts);
  const [shown, setShown] = useState(PAGE);
  const children = useMemo(() => childrenOf(value), [value]);
  // Without a name the value itself is the root: its children stand at the left edge.
  if (root && level < 0) {
    const only = children[0]?.[1];
    if (childrenOf(only).length === 0) return <Leaf value={only} />;
    return <Children value={only} path={path} level={0} root />;
  }
  // Without anything to open there is no column of arrows.
  const flat = root === true && children.every(([, child]) => childrenOf(child).length === 0);
  return (
    <ul className={`${classes.list} ${root ? classes.root : ""}`}>
      {children.slice(0, shown).map(([name, child]) => (
        <Node key={name} flat={flat} name={name} value={child} path={[...path, name]} level={level} />
      ))}
      {children.length > shown && (
        <li>
          <button type="button" className={classes.more} onClick={() => setShown(shown + PAGE)}>
            {t.more(Math.min(PAGE, children.length - shown))}
          </button>
        </li>
      )}
    </ul>
  );
}

function Node(node: { name: string | number; value: unknown; path: Path; level: number; flat: boolean }) {
  const t = useTexts(texts);
  const [open, setOpen] = useState(node.level + 1 < OPEN_LEVELS);
  const kind = kindOf(node.value);
  const size = kind === "object" || kind === "array" ? childrenOf(node.value).length : 0;
  return (
    <li>
      <div className={classes.line}>
        {size > 0 ? (
          <button
            type="button"
            className={classes.toggle}
            aria-expanded={open}
            aria-label={`${open ? t.shut : t.open} ${node.name}`}
            onClick={() => setOpen(!open)}
          >
            {open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          </button>
        ) : (
          !node.flat && <span className={classes.leaf} />
        )}
        <span className={classes.name}>{node.name}:</span>
        {kind === "array" && size > 0 && <span className={classes.size}>{t.items(size)}</span>}
        {kind === "object" && size > 0 && <span className={classes.size}>{t.members(size)}</span>}
        {size === 0 && <Leaf value={node.value} />}
        <span className={classes.tools}>
          <CopyButton label={t.copyValue} value={() => copied(node.value)} />
          <CopyButton label={t.copyPath} value={() => pathText(node.path)} />
          <CopyButton label="{ … }" value={() => writeJson({ [node.name]: node.value }, 2)} />
        </span>
      </div>
      {open && size > 0 && <Children value={node.value} path={node.path} level={node.level + 1} />}
    </li>
  );
}

function Leaf({ value }: { value: unknown }) {
  const kind = kindOf(value);
  const t = useTexts(texts);
  const [all, setAll] = useState(false);
  const text = kind === "object" ? "{}" : kind === "array" ? "[]" : leafText(value);
  const cut = text.length > PREVIEW_BYTES && !all;
  return (
    <>
      <span className={`${classes.value} ${classes[kind] ?? classes.size}`}>
        {cut ? `${text.slice(0, PREVIEW_BYTES)}…` : text}
      </span>
      {cut && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          {t.showAll(sizeText(text.length))}
        </button>
      )}
    </>
  );
}

/** A text without its quotes, everything else as JSON. */
function copied(value: unknown): string {
  return typeof value === "string" ? value : writeJson(value, 2);
}

/** Saves a text as `<name>.json`. */
export function download(text: string, name: string) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${name}.json`;
  link.click();
  URL.revokeObjectURL(address);
}

function Download({ text, name }: { text: string; name: string }) {
  const t = useTexts(texts);
  return (
    <Button
      variant="default"
      size="compact-xs"
      leftSection={<IconDownload size={14} />}
      onClick={() => download(text, name)}
    >
      {t.download}
    </Button>
  );
}

/** `2.3 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
