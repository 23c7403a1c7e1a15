import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { download } from '../../src/node/download';
import type { DownloadOptions } from '../../src/node/download';
import { DownloadError } from '../../src/errors';
import type { Answer } from './range-server';
import { RangeServer } from './range-server';

const content = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 31 + (index >> 8)) & 255);
const other = content.map((byte) => byte ^ 1);
const sha256 = createHash('sha256').update(content).digest('hex');
const md5 = createHash('md5').update(content).digest('hex');

let folder: string;
let file: string;
let server: RangeServer | undefined;
let waits: number[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'download-'));
  file = join(folder, 'sub', 'file.bin');
  waits = [];
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const options = (more: DownloadOptions = {}): DownloadOptions => ({ sleep: async (milliseconds) => void waits.push(milliseconds), ...more });

async function serve(...answers: Answer[]): Promise<string> {
  server = await RangeServer.start(content, answers);
  return server.url;
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeDefined();
  return error as Error;
}

const expectWhole = (): void => {
  expect(Buffer.compare(readFileSync(file), content)).toBe(0);
  expect(readdirSync(join(folder, 'sub'))).toEqual(['file.bin']);
};

it('a file comes whole, with nothing left beside it', async () => {
  const seen: number[] = [];
  const url = await serve({});
  const report = await download(url, file, options({ sha256, md5, size: content.length, onProgress: ({ received, total }) => void seen.push(received, total ?? -1) }));
  expect(report).toEqual({ file, size: content.length, received: content.length });
  expect(seen.slice(-2)).toEqual([content.length, content.length]);
  expectWhole();
});

it('a file that is there with the right checksum is not asked for', async () => {
  const url = await serve({});
  await download(url, file, options({ sha256 }));
  expect(await download(url, file, options({ sha256 }))).toEqual({ file, size: content.length, received: 0 });
  expect(server?.ranges).toHaveLength(1);
});

it('a file that is there with a wrong checksum is replaced', async () => {
  const url = await serve({});
  mkdirSync(join(folder, 'sub'));
  writeFileSync(file, 'damaged');
  await download(url, file, options({ sha256 }));
  expectWhole();
});

it('a dropped connection is gone on with where it ended', async () => {
  const url = await serve({ cutAfter: 70_000 }, { cutAfter: 50_000 }, {});
  const report = await download(url, file, options({ sha256 }));
  expect(report.received).toBe(content.length);
  const starts = (server?.ranges ?? []).map((range) => (range === undefined ? 0 : Number(/\d+/.exec(range)?.[0])));
  expect(starts[0]).toBe(0);
  expect(starts.slice(1).every((start, index) => start >= (starts[index] ?? 0))).toBe(true);
  expect(starts.at(-1)).toBeGreaterThan(0);
  expectWhole();
});

it('a second call goes on with what the first one, which failed, received', async () => {
  const url = await serve({ cutAfter: 70_000 }, { status: 503 }, {});
  const error = await failure(download(url, file, options({ sha256, retries: 0 })));
  expect(error).toBeInstanceOf(DownloadError);
  expect(readdirSync(join(folder, 'sub'))).toEqual(['file.bin.partial']);
  await failure(download(url, file, options({ sha256, retries: 0 })));
  const report = await download(url, file, options({ sha256 }));
  expect(report.received).toBeLessThan(content.length);
  expect(server?.ranges[2]).toMatch(/^bytes=[1-9]/);
  expectWhole();
});

it.each<[string, Answer[]]>([
  ['a server without ranges sends the whole file again', [{ cutAfter: 70_000 }, { noRanges: true }]],
  ['a file that has changed on the server is begun anew', [{ cutAfter: 70_000, content: other, etag: '"old"' }, {}]],
  ['a part that begins elsewhere than asked for is not used', [{ cutAfter: 70_000 }, { wrongStart: 10 }, {}]],
  ['a part of a file with another ETag is not used', [{ cutAfter: 70_000, content: other }, { headers: { etag: '"two"' } }, {}]],
])('%s', async (_, answers) => {
  await download(await serve(...answers), file, options({ sha256 }));
  expectWhole();
});

it('without ETag and date a part is used only when a checksum will tell', async () => {
  await download(await serve({ cutAfter: 70_000, etag: null }, { etag: null }), file, options());
  expect(server?.ranges).toEqual([undefined, undefined]);
  rmSync(file);
  await server?.stop();
  await download(await serve({ cutAfter: 70_000, etag: null }, { etag: null }), file, options({ sha256 }));
  expect(server?.ranges[1]).toMatch(/^bytes=/);
  expectWhole();
});

it('a part of another file with the same ETag is noticed by the checksum and received anew', async () => {
  const url = await serve({ cutAfter: 70_000, content: other }, {}, {});
  await failure(download(url, file, options({ sha256, retries: 0 })));
  await download(url, file, options({ sha256 }));
  expect(server?.ranges.at(-1)).toBeUndefined();
  expectWhole();
});

it('an answer that ends too early without saying its length is refused by the size', async () => {
  const error = await failure(download(await serve({ short: 1000, noRanges: true }), file, options({ size: content.length, retries: 1 })));
  expect(error).toBeInstanceOf(DownloadError);
  expect(readdirSync(join(folder, 'sub')).includes('file.bin')).toBe(false);
});

it('a wrong checksum is an error that names both, and what came is removed', async () => {
  const wrong = 'a'.repeat(64);
  const error = await failure(download(await serve({}), file, options({ sha256: wrong })));
  expect(error).toBeInstanceOf(DownloadError);
  expect(error.message).toContain(wrong);
  expect(error.message).toContain(sha256);
  expect(readdirSync(join(folder, 'sub'))).toEqual([]);
});

it('a size other than the announced one is an error before anything is received', async () => {
  const error = await failure(download(await serve({}), file, options({ size: 7 })));
  expect(error.message).toContain('7 bytes');
  expect(server?.ranges).toHaveLength(1);
});

it.each([404, 403, 410])('an answer %d is an error at once', async (status) => {
  const error = await failure(download(await serve({ status }), file, options()));
  expect(error).toBeInstanceOf(DownloadError);
  expect(error.message).toContain(String(status));
  expect(server?.ranges).toHaveLength(1);
  expect(waits).toEqual([]);
});

it.each([500, 502, 503, 429, 408])('an answer %d is tried again after a growing wait', async (status) => {
  await download(await serve({ status }, { status }, {}), file, options({ sha256 }));
  expect(waits).toEqual([500, 1000]);
  expectWhole();
});

it('the server may say how long to wait', async () => {
  await download(await serve({ status: 503, headers: { 'retry-after': '7' } }, {}), file, options());
  expect(waits).toEqual([7000]);
});

it('it gives up after the given number of tries, in one sentence that names the reason', async () => {
  const error = await failure(download(await serve({ status: 500 }), file, options({ retries: 2 })));
  expect(error).toBeInstanceOf(DownloadError);
  expect(error.message).toContain('500');
  expect(server?.ranges).toHaveLength(3);
});

it('a server that cannot be reached is an error that says so', async () => {
  const url = await serve({});
  await server?.stop();
  const error = await failure(download(url, file, options({ retries: 0 })));
  expect(error).toBeInstanceOf(DownloadError);
  expect(error.message).toMatch(/ECONNREFUSED/);
});

it('a server that falls silent counts as a failed try', async () => {
  await download(await serve({ hang: true }, {}), file, options({ stallTimeout: 200, sha256 }));
  expect(server?.ranges).toHaveLength(2);
  expectWhole();
});

it('a signal ends it with its reason, and keeps what was received', async () => {
  const controller = new AbortController();
  const url = await serve({ cutAfter: 70_000 }, {});
  const reason = new Error('stopped by the user');
  const error = await failure(download(url, file, options({ signal: controller.signal, sha256, sleep: async () => controller.abort(reason) })));
  expect(error).toBe(reason);
  expect((await download(url, file, options({ sha256 }))).received).toBeLessThan(content.length);
  expectWhole();
});

it('a signal that was given before begins nothing', async () => {
  const url = await serve({});
  await failure(download(url, file, options({ signal: AbortSignal.abort() })));
  expect(server?.ranges).toEqual([]);
});

it('calls at the same time do not disturb each other', async () => {
  const url = await serve({ cutAfter: 50_000 }, {}, { cutAfter: 90_000 }, {});
  await Promise.all([1, 2, 3].map(() => download(url, file, options({ sha256 }))));
  expectWhole();
});

it('what a process that is gone left behind is gone on with, what one that runs is writing is left alone', async () => {
  const url = await serve({ cutAfter: 70_000 }, {});
  await failure(download(url, file, options({ sha256, retries: 0 })));
  const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
  const gone = spawnSync('true').pid;
  renameSync(`${file}.partial`, `${file}.partial-${host}-${gone}-0123abcd`);
  mkdirSync(`${file}.partial-${host}-${process.ppid}-0123abcd`);
  expect((await download(url, file, options({ sha256 }))).received).toBeLessThan(content.length);
  expect(readdirSync(join(folder, 'sub'))).toEqual(['file.bin', `file.bin.partial-${host}-${process.ppid}-0123abcd`]);
});

it('a place that cannot be written to is an error in words', async () => {
  writeFileSync(join(folder, 'sub'), 'a file where a folder should be');
  const error = await failure(download(await serve({}), file, options()));
  expect(error).toBeInstanceOf(DownloadError);
  expect(error.message).toContain('place to write to');
});
