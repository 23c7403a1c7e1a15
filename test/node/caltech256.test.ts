import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Header } from 'tar';
import { caltech256 } from '../../src/node/caltech256';
import { DataError, DownloadError } from '../../src/errors';
import { RangeServer } from './range-server';

interface Entry {
  readonly path: string;
  readonly type?: 'File' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'Directory';
  readonly linkpath?: string;
  readonly text?: string;
}

/** A tar archive of entries that no well-meaning program would write. */
function archive(entries: readonly Entry[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const { path, type = 'File', linkpath, text = '' } of entries) {
    const content = Buffer.from(type === 'File' ? text : '');
    const header = new Header({ path, type, size: content.length, mode: 0o644, mtime: new Date(0), ...(linkpath === undefined ? {} : { linkpath }) });
    const block = Buffer.alloc(512);
    header.encode(block, 0);
    blocks.push(block, content, Buffer.alloc((512 - (content.length % 512)) % 512));
  }
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const images: Entry[] = ['001.ak47/001_0001', '001.ak47/001_0002', '002.american-flag/002_0001'].map((name) => ({ path: `256_ObjectCategories/${name}.jpg`, text: name }));

let folder: string;
let server: RangeServer | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caltech-'));
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function fetchArchive(bytes: Uint8Array, counts = { classes: 2, images: 3 }, more: Parameters<typeof caltech256>[1] = {}): Promise<string> {
  server ??= await RangeServer.start(bytes);
  return caltech256(join(folder, 'data'), { url: server.url, md5: createHash('md5').update(bytes).digest('hex'), ...counts, download: { retries: 0 }, ...more });
}

it('the images lie in a folder for each class, and the archive is gone', async () => {
  const root = await fetchArchive(archive(images));
  expect(root).toBe(join(folder, 'data', '256_ObjectCategories'));
  expect(readdirSync(root)).toEqual(['001.ak47', '002.american-flag']);
  expect(readFileSync(join(root, '001.ak47/001_0002.jpg'), 'utf8')).toBe('001.ak47/001_0002');
  expect(readdirSync(join(folder, 'data'))).toEqual(['256_ObjectCategories']);
});

it('a second call finds them there and asks nobody', async () => {
  await fetchArchive(archive(images));
  await fetchArchive(archive(images));
  expect(server?.ranges).toHaveLength(1);
});

it('the archive stays when asked for', async () => {
  await fetchArchive(archive(images), undefined, { keepArchive: true });
  expect(readdirSync(join(folder, 'data'))).toEqual(['256_ObjectCategories', '256_ObjectCategories.tar']);
});

it.each<[string, Entry]>([
  ['a link', { path: '256_ObjectCategories/001.ak47/001_0009.jpg', type: 'SymbolicLink', linkpath: '/etc/passwd' }],
  ['a hard link', { path: '256_ObjectCategories/001.ak47/001_0009.jpg', type: 'Link', linkpath: '256_ObjectCategories/001.ak47/001_0001.jpg' }],
  ['a device', { path: '256_ObjectCategories/001.ak47/001_0009.jpg', type: 'CharacterDevice' }],
  ['a class folder that is a link', { path: '256_ObjectCategories/003.away', type: 'SymbolicLink', linkpath: '../../..' }],
  ['a way out', { path: '256_ObjectCategories/../../out.jpg', text: 'x' }],
  ['a way out that looks like an image', { path: '../256_ObjectCategories/001.ak47/001_0009.jpg', text: 'x' }],
  ['an absolute path', { path: '/tmp/256_ObjectCategories/001.ak47/001_0009.jpg', text: 'x' }],
  ['a script', { path: '256_ObjectCategories/198.spider/RENAME2', text: 'x' }],
  ['an empty folder', { path: '256_ObjectCategories/056.dog/greg/vision309/', type: 'Directory' }],
])('%s in the archive is not unpacked', async (_, hostile) => {
  const root = await fetchArchive(archive([hostile, ...images, hostile]));
  const names = readdirSync(folder, { recursive: true }).map(String).sort();
  expect(names).toEqual(
    ['data', 'data/256_ObjectCategories', 'data/256_ObjectCategories/001.ak47', 'data/256_ObjectCategories/002.american-flag', ...images.map(({ path }) => `data/${path}`)].sort(),
  );
  expect(statSync(join(root, '001.ak47')).isDirectory()).toBe(true);
});

it('too few images are an error, and no folder is left that looks whole', async () => {
  const error: unknown = await fetchArchive(archive(images), { classes: 2, images: 4 }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DataError);
  expect((error as Error).message).toContain('2 class folders with 4 images');
  expect(readdirSync(join(folder, 'data'))).toEqual(['256_ObjectCategories.tar']);
});

it('a folder from which images are missing is an error that says so', async () => {
  const root = await fetchArchive(archive(images));
  rmSync(join(root, '001.ak47/001_0001.jpg'));
  await expect(fetchArchive(archive(images))).rejects.toThrow(/got "2 with 2"/);
});

it('an archive with another checksum is refused', async () => {
  server = await RangeServer.start(archive(images));
  const refused = caltech256(join(folder, 'data'), { url: server.url, md5: '0'.repeat(32), classes: 2, images: 3, download: { retries: 0 } });
  await expect(refused).rejects.toBeInstanceOf(DownloadError);
  expect(existsSync(join(folder, 'data', '256_ObjectCategories'))).toBe(false);
});

it('an archive that is cut off is an error, with nothing half-unpacked', async () => {
  const whole = archive(images);
  await expect(fetchArchive(whole.subarray(0, 1600))).rejects.toBeInstanceOf(DataError);
  expect(readdirSync(join(folder, 'data'))).toEqual(['256_ObjectCategories.tar']);
});

it('a signal ends it, and the next call goes on', async () => {
  const bytes = archive(images);
  await expect(fetchArchive(bytes, undefined, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  await fetchArchive(bytes);
});
