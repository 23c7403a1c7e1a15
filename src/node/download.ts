import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { DownloadError } from '../errors';
import { parseOptions } from '../internal';
import { makeFolder } from './durable-files';
import { transfer } from './download-transfer';
import type { TransferOptions } from './download-transfer';
import { PartialFile } from './partial-file';
import { Retry } from './retry';

/** How far a download is. */
export interface DownloadProgress {
  /** Bytes on disk, those of an earlier attempt included. */
  readonly received: number;
  /** Bytes of the whole file, where the server says so. */
  readonly total: number | undefined;
}

/** Options of `download`. */
export interface DownloadOptions {
  /** SHA-256 of the whole file, 64 hexadecimal digits. */
  readonly sha256?: string;
  /** MD5 of the whole file, 32 hexadecimal digits: against accidents only, not against malice. */
  readonly md5?: string;
  /** Bytes of the whole file. */
  readonly size?: number;
  /** Called whenever bytes arrived. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Ends the download; what was received stays for the next attempt. */
  readonly signal?: AbortSignal;
  /** Attempts after one that brought nothing new; an attempt that brought bytes starts the count anew. @default 5 */
  readonly retries?: number;
  /** Milliseconds to wait before attempt 1, 2, … of them. @default half a second, doubled each time, at most 30 seconds */
  readonly backoff?: (attempt: number) => number;
  /** Milliseconds without any byte after which an attempt counts as failed. @default 30000 */
  readonly stallTimeout?: number;
  /** Waits; for tests. @default a timer */
  readonly sleep?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  /** Requests. @default the global fetch */
  readonly fetch?: typeof globalThis.fetch;
}

/** What `download` did. */
export interface DownloadReport {
  readonly file: string;
  readonly size: number;
  /** Bytes that came over the network in this call: 0 when the file was there already. */
  readonly received: number;
}

const hex = (digits: number): z.ZodMiniString => z.string().check(z.regex(new RegExp(`^[0-9a-fA-F]{${digits}}$`), `${digits} hexadecimal digits`));
const isFunction = <F>(): z.ZodMiniCustom<F, F> => z.custom<F>((value) => typeof value === 'function', 'a function');

const schema = z.strictObject({
  sha256: z.optional(hex(64)),
  md5: z.optional(hex(32)),
  size: z.optional(z.int().check(z.minimum(0))),
  onProgress: z.optional(isFunction<(progress: DownloadProgress) => void>()),
  signal: z.optional(z.custom<AbortSignal>((value) => value instanceof AbortSignal, 'an AbortSignal')),
  retries: z._default(z.int().check(z.minimum(0)), 5),
  backoff: z._default(isFunction<(attempt: number) => number>(), () => (attempt: number) => Math.min(30_000, 500 * 2 ** (attempt - 1))),
  stallTimeout: z._default(z.number().check(z.positive()), 30_000),
  sleep: z._default(isFunction<NonNullable<DownloadOptions['sleep']>>(), () => wait),
  fetch: z._default(isFunction<typeof globalThis.fetch>(), () => globalThis.fetch),
});

const wait: NonNullable<DownloadOptions['sleep']> = (milliseconds, signal) => sleep(milliseconds, undefined, { signal });

type Parsed = Readonly<z.output<typeof schema>>;

/**
 * Downloads a file, so that it is there whole or not at all.
 *
 * The bytes go to a folder beside the file (`FILE.partial…`) and are moved to their place, durably, when length and
 * checksums are right. An interrupted download goes on where it stopped, also in another process, provided the server
 * still has the same file. Dropped connections, stalls, and answers 408, 429 and 5xx are tried again. Processes that
 * download the same file at the same time do not disturb each other.
 *
 * A file that is there already is left alone when it has the given size and checksums, and replaced when it has not.
 *
 * @throws DownloadError in one sentence, when the file cannot be had, or is another one than expected
 * @throws the reason of `signal` when that ended it
 */
export async function download(url: string | URL, file: string, options: DownloadOptions = {}): Promise<DownloadReport> {
  const parsed = parseOptions('download', schema, options);
  parsed.signal?.throwIfAborted();
  const present = await verify(file, file, parsed).catch(() => undefined);
  if (present?.fault === undefined && present !== undefined) return { file, size: present.size, received: 0 };
  await inFolder(file, () => makeFolder({ mkdir }, dirname(file)));
  const partial = await inFolder(file, () => PartialFile.claim(file));
  let received = 0;
  try {
    // What an earlier attempt left may be damaged: then the whole file is asked for once more.
    for (let again = partial.size > 0; ; again = false) {
      received += await receive(url, partial, parsed, file);
      const { size, fault } = await verify(partial.data, file, parsed);
      if (fault === undefined) {
        await inFolder(file, () => partial.finish());
        return { file, size, received };
      }
      await partial.restart();
      if (!again) {
        throw new DownloadError({ owner: file, ...fault, mend: `What was received from ${String(url)} was removed. Check the address, or try again.` });
      }
    }
  } finally {
    await partial.release();
  }
}

/** Receives until the partial file is complete; returns how many bytes came. */
async function receive(url: string | URL, partial: PartialFile, options: Parsed, file: string): Promise<number> {
  let received = 0;
  for (let attempt = 0; ; ) {
    const before = partial.size;
    const { onProgress, signal } = options;
    const task: TransferOptions = {
      fetch: options.fetch,
      stallTimeout: options.stallTimeout,
      size: options.size,
      checked: options.sha256 !== undefined || options.md5 !== undefined,
      signal,
      onBytes: (bytes, total) => {
        received += bytes;
        onProgress?.({ received: partial.size, total });
      },
    };
    try {
      await transfer(url, partial, task, file);
      return received;
    } catch (error) {
      if (!(error instanceof Retry)) throw error;
      signal?.throwIfAborted();
      attempt = partial.size > before ? 1 : attempt + 1;
      if (attempt > options.retries) {
        throw new DownloadError({
          owner: file,
          expected: `to receive ${String(url)} (${error.message})`,
          mend: `Check the network and run it again${partial.size > 0 ? `; it goes on after the ${partial.size} bytes that are there` : ''}.`,
          cause: error.cause ?? error,
        });
      }
      await options.sleep(error.after ?? options.backoff(attempt), signal);
      signal?.throwIfAborted();
    }
  }
}

interface Verdict {
  readonly size: number;
  readonly fault?: { readonly expected: string; readonly got: string };
}

async function verify(path: string, file: string, { size, sha256, md5 }: Parsed): Promise<Verdict> {
  const length = (await inFolder(file, () => stat(path))).size;
  if (size !== undefined && length !== size) return { size: length, fault: { expected: `${size} bytes`, got: String(length) } };
  const wanted = [['sha256', sha256], ['md5', md5]] as const;
  const hashes = wanted.flatMap(([name, expected]) => (expected === undefined ? [] : [{ name, expected: expected.toLowerCase(), hash: createHash(name) }]));
  if (hashes.length > 0) await hashFile(path, hashes.map(({ hash }) => hash));
  for (const { name, expected, hash } of hashes) {
    const got = hash.digest('hex');
    if (got !== expected) return { size: length, fault: { expected: `the ${name} checksum ${expected}`, got } };
  }
  return { size: length };
}

async function hashFile(path: string, hashes: readonly Hash[]): Promise<void> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) for (const hash of hashes) hash.update(chunk as Uint8Array);
}

/** Puts a failure of the file system into words. */
async function inFolder<T>(file: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    throw new DownloadError({
      owner: file,
      expected: `a place to write to (${error instanceof Error ? error.message : String(error)})`,
      mend: 'Check the path, its permissions and the free space.',
      cause: error,
    });
  }
}
