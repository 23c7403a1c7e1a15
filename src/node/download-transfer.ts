import { DownloadError } from '../errors';
import type { PartialFile } from './partial-file';
import { Retry } from './retry';

/** What one attempt needs. */
export interface TransferOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly stallTimeout: number;
  readonly size: number | undefined;
  /** Whether a checksum will tell if the parts belong together, where the server says nothing about that. */
  readonly checked: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onBytes: (bytes: number, total: number | undefined) => void;
}

/** No server makes us wait longer than this. */
const LONGEST_WAIT_MS = 60_000;

/**
 * One attempt to complete a partial file: asks for what is missing, and checks that it is what was asked for.
 *
 * @throws Retry when another attempt makes sense; DownloadError when not
 */
export async function transfer(url: string | URL, partial: PartialFile, options: TransferOptions, file: string): Promise<void> {
  const watch = new StallWatch(options);
  try {
    const { headers, offset } = request(String(url), partial, options.checked);
    const response = await watch.guard(options.fetch(url, { headers, signal: watch.signal, redirect: 'follow' }));
    const total = await accept(response, String(url), partial, offset, options, file);
    if (total === 'complete') return;
    if (response.body === null) throw new Retry('the answer has no content');
    // The body of a fetch yields byte chunks; its type differs between the DOM's and Node's declarations.
    const body = response.body as unknown as AsyncIterable<Uint8Array>;
    await partial.append(watched(body, watch, (bytes) => options.onBytes(bytes, total)));
    if (total !== undefined && partial.size < total) throw new Retry(`the connection ended after ${partial.size} of ${total} bytes`);
    if (total !== undefined && partial.size > total) {
      await partial.restart();
      throw new Retry(`the server sent more than the ${total} bytes that it announced`);
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof Retry || error instanceof DownloadError) throw error;
    if (isFileFault(error)) {
      throw new DownloadError({ owner: file, expected: `room and permission to write (${error.message})`, mend: 'Free some space or choose another folder, and run it again; it goes on where it stopped.', cause: error });
    }
    throw new Retry(watch.stalled ? `no byte came for ${options.stallTimeout} ms` : causeOf(error), { cause: error });
  } finally {
    watch.end();
  }
}

function request(url: string, partial: PartialFile, checked: boolean): { headers: Record<string, string>; offset: number } {
  // Ranges count bytes of the file only when nothing is compressed on the way.
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  const { size, validator } = partial;
  const known = size > 0 && validator?.url === url;
  const strong = known ? (validator.etag ?? validator.lastModified) : undefined;
  if (!known || (strong === undefined && !checked)) return { headers, offset: 0 };
  return { headers: { ...headers, range: `bytes=${size}-`, ...(strong === undefined ? {} : { 'if-range': strong }) }, offset: size };
}

/** Looks at the head of an answer and prepares the partial file for its body; returns the size of the whole file. */
async function accept(response: Response, url: string, partial: PartialFile, offset: number, options: TransferOptions, file: string): Promise<number | undefined | 'complete'> {
  const { status, headers } = response;
  switch (status) {
    case 200: {
      const total = length(headers.get('content-length'));
      checkTotal(total, options.size, url, file);
      await partial.restart();
      const etag = headers.get('etag') ?? undefined;
      const lastModified = headers.get('last-modified') ?? undefined;
      // A weak ETag does not promise the same bytes.
      await partial.describe({ url, etag: etag?.startsWith('W/') === true ? undefined : etag, lastModified });
      return total ?? options.size;
    }
    case 206: {
      const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
      const total = range?.[3] === undefined || range[3] === '*' ? undefined : Number(range[3]);
      const etag = headers.get('etag');
      const changed = etag !== null && partial.validator?.etag !== undefined && etag !== partial.validator.etag;
      if (offset === 0 || range === null || Number(range[1]) !== offset || changed) {
        await response.body?.cancel();
        await partial.restart();
        throw new Retry('the server sent another part of the file than asked for');
      }
      checkTotal(total, options.size, url, file);
      return total ?? Number(range[2]) + 1;
    }
    case 416: {
      const total = length(/^bytes \*\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? null);
      await response.body?.cancel();
      if (total === partial.size && total > 0) return 'complete';
      await partial.restart();
      throw new Retry('the server has no such part of the file');
    }
    default:
      await response.body?.cancel();
      if (status >= 500 || status === 408 || status === 425 || status === 429) throw new Retry(`the server answered ${status} ${response.statusText}`.trim(), { after: waitOf(headers) });
      throw new DownloadError({ owner: file, expected: `to receive ${url}, but the server answered ${status} ${response.statusText}`.trim(), mend: 'Check the address.' });
  }
}

function checkTotal(total: number | undefined, size: number | undefined, url: string, file: string): void {
  if (total !== undefined && size !== undefined && total !== size) {
    throw new DownloadError({ owner: file, expected: `a file of ${size} bytes at ${url}`, got: total, mend: 'Check the address.' });
  }
}

function length(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

function waitOf(headers: Headers): number | undefined {
  const seconds = length(headers.get('retry-after'));
  return seconds === undefined ? undefined : Math.min(LONGEST_WAIT_MS, seconds * 1000);
}

/** Ends a request that gives no byte for too long, and one that the caller ends. */
class StallWatch {
  readonly #controller = new AbortController();
  readonly #options: TransferOptions;
  readonly #forward: () => void;
  #timer: NodeJS.Timeout | undefined;
  stalled = false;

  constructor(options: TransferOptions) {
    this.#options = options;
    this.#forward = () => {
      this.#controller.abort(options.signal?.reason);
    };
    options.signal?.addEventListener('abort', this.#forward);
    this.touch();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something came: the time begins anew. */
  touch(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.stalled = true;
      this.#controller.abort();
    }, this.#options.stallTimeout);
  }

  async guard<T>(promise: Promise<T>): Promise<T> {
    const value = await promise;
    this.touch();
    return value;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#options.signal?.removeEventListener('abort', this.#forward);
  }
}

async function* watched(body: AsyncIterable<Uint8Array>, watch: StallWatch, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    watch.touch();
    yield chunk;
    // Here the chunk has been written.
    onBytes(chunk.length);
  }
}

/** By its shape, since errors of Node's own modules may be of another realm. */
function isFileFault(error: unknown): error is { message: string } {
  return isRecord(error) && 'syscall' in error && FILE_FAULTS.has(String(error.code)) && typeof error.message === 'string';
}

const FILE_FAULTS = new Set(['ENOSPC', 'EACCES', 'EPERM', 'EROFS', 'EDQUOT', 'EIO', 'ENOENT', 'EMFILE']);

/** `fetch` says "fetch failed" and keeps the reason as the cause. */
function causeOf(error: unknown): string {
  if (!isRecord(error)) return String(error);
  const { cause, message } = error;
  if (isRecord(cause) && typeof cause.message === 'string' && cause.message !== '') return cause.message;
  return typeof message === 'string' ? message : 'unknown reason';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
