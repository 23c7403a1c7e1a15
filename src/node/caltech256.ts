import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod/mini';
import { DataError } from '../errors';
import { parseOptions } from '../internal';
import { download } from './download';
import type { DownloadOptions, DownloadProgress } from './download';
import { loadOptionalPeer } from './optional-peer';

/** Options of `caltech256`. */
export interface Caltech256Options {
  /** Where the archive is. @default its address at CaltechDATA */
  readonly url?: string;
  /** MD5 of the archive. @default that of the published archive */
  readonly md5?: string;
  /** Number of class folders that must come out. @default 257 */
  readonly classes?: number;
  /** Number of images that must come out. @default 30607 */
  readonly images?: number;
  /** Whether the archive stays beside the images (1.2 GB). @default false */
  readonly keepArchive?: boolean;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Ends the download or the extraction; the next call goes on with the download. */
  readonly signal?: AbortSignal;
  /** Further options of the download. @default none */
  readonly download?: Pick<DownloadOptions, 'retries' | 'backoff' | 'stallTimeout' | 'sleep' | 'fetch'>;
}

const ROOT = '256_ObjectCategories';

const schema = z.strictObject({
  url: z._default(z.string(), 'https://data.caltech.edu/records/nyy15-4j048/files/256_ObjectCategories.tar'),
  md5: z._default(z.string(), '67b4f42ca05d46448c6bb8ecd2220f6d'),
  classes: z._default(z.int().check(z.minimum(1)), 257),
  images: z._default(z.int().check(z.minimum(1)), 30_607),
  keepArchive: z._default(z.boolean(), false),
  onProgress: z.optional(z.custom<(progress: DownloadProgress) => void>((value) => typeof value === 'function', 'a function')),
  signal: z.optional(z.custom<AbortSignal>((value) => value instanceof AbortSignal, 'an AbortSignal')),
  download: z._default(z.custom<NonNullable<Caltech256Options['download']>>((value: unknown) => typeof value === 'object' && value !== null, 'an object'), {}),
});

/** Names of the images, and nothing else: the published archive also holds empty folders and a script. */
const IMAGE = /^256_ObjectCategories\/\d{3}\.[^/\\]+\/\d{3}_\d{4}\.jpg$/;

/**
 * Downloads Caltech-256 (Griffin, Holub, Perona 2007; 1.2 GB) into a folder, and unpacks it there.
 *
 * Of the archive, whose checksum is verified, only regular files with the names of images are unpacked: no links, no
 * devices, no paths that lead elsewhere. Unpacking happens in a temporary folder, which gets its name when classes and
 * images are counted, so that `256_ObjectCategories` is whole or not there; an interrupted download goes on where it
 * stopped. Needs the optional peer dependency `tar` for unpacking.
 *
 * The images come from search engines and no licence is stated for them: do not redistribute them.
 *
 * @returns the path of `256_ObjectCategories`, for `openImageFolder`
 * @throws DownloadError when the archive cannot be had
 * @throws DataError when the images are not as many as they should be
 */
export async function caltech256(directory: string, options: Caltech256Options = {}): Promise<string> {
  const parsed = parseOptions('caltech256', schema, options);
  const folder = resolve(directory, ROOT);
  const archive = resolve(directory, `${ROOT}.tar`);
  if (await exists(folder)) {
    await assertComplete(folder, parsed.classes, parsed.images, 'Remove the folder and run it again.');
    return folder;
  }
  const { signal, onProgress, md5 } = parsed;
  await download(parsed.url, archive, { ...parsed.download, md5, ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onProgress }) });
  await mkdir(directory, { recursive: true });
  const temporary = await mkdtemp(resolve(directory, `.${ROOT}-`));
  try {
    await extract(archive, temporary, signal);
    await assertComplete(join(temporary, ROOT), parsed.classes, parsed.images, 'The archive is not the one that was expected: remove it and run it again.');
    await putInPlace(join(temporary, ROOT), folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  if (!parsed.keepArchive) await rm(archive, { force: true });
  return folder;
}

async function extract(archive: string, into: string, signal: AbortSignal | undefined): Promise<void> {
  const tar = await loadOptionalPeer('tar', 'unpacking Caltech-256', () => import('tar'));
  try {
    // `strict` is off: what the filter leaves out must not be a reason to stop.
    const unpack = tar.extract({ cwd: into, filter: (path, entry) => IMAGE.test(path) && 'type' in entry && (entry.type === 'File' || entry.type === 'OldFile') });
    await pipeline(createReadStream(archive, { highWaterMark: 1 << 20 }), unpack, { ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw new DataError({
      owner: archive,
      expected: `an archive that can be unpacked (${error instanceof Error ? error.message : String(error)})`,
      mend: 'Check the free space, remove the archive, and run it again.',
      cause: error,
    });
  }
}

async function putInPlace(made: string, folder: string): Promise<void> {
  try {
    await rename(made, folder);
  } catch (error) {
    // Another process was faster with the same images.
    if (!(await exists(folder))) throw error;
  }
}

async function assertComplete(folder: string, classes: number, images: number, mend: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory());
  const counts = await Promise.all(folders.map(async ({ name }) => (await readdir(join(folder, name))).filter((file) => file.endsWith('.jpg')).length));
  const found = counts.reduce((sum, count) => sum + count, 0);
  if (folders.length !== classes || found !== images) {
    throw new DataError({ owner: folder, expected: `${classes} class folders with ${images} images`, got: `${folders.length} with ${found}`, mend });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
