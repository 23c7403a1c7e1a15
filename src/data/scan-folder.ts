import type { FileEntry, FileSource } from './file-source';

/** A file of a class, and what tells later whether it has changed. */
export interface ScannedFile {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
}

/** What to look for. */
export interface ScanRules {
  readonly source: FileSource;
  /** Endings of names in lower case, with the dot. */
  readonly extensions: readonly string[];
  readonly followLinks: boolean;
}

/** Orders texts by code points, as Python sorts them (JavaScript orders by UTF-16 units, which differs above U+FFFF). */
export function compareCodePoints(a: string, b: string): number {
  for (let at = 0; ; at++) {
    const left = a.codePointAt(at);
    const right = b.codePointAt(at);
    if (left === undefined || right === undefined) return (left === undefined ? 0 : 1) - (right === undefined ? 0 : 1);
    if (left !== right) return left - right;
    if (left > 0xffff) at++;
  }
}

/** Names of the folders in `root`, sorted: the classes. */
export async function classFolders(root: string, rules: ScanRules): Promise<string[]> {
  const entries = await rules.source.list(root);
  return entries
    .filter((entry) => entry.kind === 'directory' && counts(entry, rules))
    .map((entry) => entry.name)
    .sort(compareCodePoints);
}

interface Folder {
  readonly path: string;
  /** Names from the class folder down, joined by `/`: what the order of folders goes by. */
  readonly key: string;
  /** Identities of the folder and of those above it, which a link must not lead back to. */
  readonly chain: readonly string[];
}

/** All images below a class folder, in torchvision's order: folder by folder, sorted by path, files sorted by name. */
export async function imagesBelow(directory: string, rules: ScanRules): Promise<ScannedFile[]> {
  const { source } = rules;
  const found: { readonly key: string; readonly files: readonly ScannedFile[] }[] = [];
  const open: Folder[] = [{ path: directory, key: '', chain: [] }];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const chain = rules.followLinks ? [...folder.chain, await source.identity(folder.path)] : [];
    if (new Set(chain).size < chain.length) continue;
    const entries = (await source.list(folder.path)).filter((entry) => counts(entry, rules));
    const { path, key } = folder;
    for (const { kind, name } of entries) {
      if (kind === 'directory') open.push({ path: source.join(path, name), key: `${key}/${name}`, chain });
    }
    const files = entries
      .filter((entry) => isImage(entry, rules))
      .sort((a, b) => compareCodePoints(a.name, b.name))
      .map(({ name, size, modified }) => ({ path: source.join(path, name), size, modified }));
    found.push({ key, files });
  }
  return found.sort((a, b) => compareCodePoints(a.key, b.key)).flatMap(({ files }) => files);
}

function counts(entry: FileEntry, rules: ScanRules): boolean {
  return rules.followLinks || !entry.link;
}

/** A link that leads nowhere is listed, so that reading it fails by name rather than passing in silence. */
function isImage(entry: FileEntry, { extensions }: ScanRules): boolean {
  if (entry.kind !== 'file' && entry.kind !== 'missing') return false;
  const name = entry.name.toLowerCase();
  return extensions.some((extension) => name.endsWith(extension));
}
