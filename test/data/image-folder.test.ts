import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ImageFolder } from '../../src/data';
import type { ImageDecoder, ImageFolderScanOptions, RgbImage, Transform } from '../../src/data';
import { BackendError, DataError, OptionError, SkipSample } from '../../src/errors';
import { fsFileSource } from '../../src/node/fs-file-source';

const decoder: ImageDecoder = {
  async decode(bytes, path) {
    if (bytes.length === 0) throw new DataError({ owner: path, expected: 'an image' }, 'not-an-image');
    return { width: bytes.length, height: 1, data: bytes };
  },
};
const width: Transform<RgbImage, number> = { apply: (image) => image.width, toJSON: () => ({ name: 'width' }) };

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'folder-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function put(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), 'four');
  }
}

const scan = (options: ImageFolderScanOptions = {}): Promise<ImageFolder<number>> => ImageFolder.scan(root, { source: fsFileSource(), decoder, transform: width, ...options });
const paths = ({ samples }: ImageFolder<number>): string[] => samples.map(({ path }) => relative(root, path));

it('classes are the sub-folders, sorted; a label is a place among them', async () => {
  put('b/1.jpg', 'a/1.jpg', 'B/1.jpg', 'a/0.jpg');
  const folder = await scan();
  expect(folder.classes).toEqual(['B', 'a', 'b']);
  expect(folder.samples.map(({ path, label }) => [relative(root, path), label])).toEqual([['B/1.jpg', 0], ['a/0.jpg', 1], ['a/1.jpg', 1], ['b/1.jpg', 2]]);
  expect(await folder.get(1)).toEqual([4, 1]);
});

it('sorting is by code points, as Python sorts', async () => {
  put('\u{1F600}/1.jpg', '\uFF5E/1.jpg', 'é/1.jpg', 'z/1.jpg');
  expect((await scan()).classes).toEqual(['z', 'é', '\uFF5E', '\u{1F600}']);
});

it('images are looked for at any depth: folder by folder, sorted by path, files sorted by name', async () => {
  put('a/z.jpg', 'a/b/2.jpg', 'a/b c/1.jpg', 'a/b/d/1.jpg', 'a/b.jpg');
  expect(paths(await scan())).toEqual(['a/b.jpg', 'a/z.jpg', 'a/b/2.jpg', 'a/b c/1.jpg', 'a/b/d/1.jpg']);
});

it('names count by their ending in any case; other files and files beside the classes are passed over', async () => {
  put('a/1.JPG', 'a/2.jpeg', 'a/3.Png', 'a/4.ppm', 'a/5.bmp', 'a/6.pgm', 'a/7.tif', 'a/8.tiff', 'a/9.WEBP', 'a/x.gif', 'a/x.txt', 'a/jpg', 'stray.jpg');
  expect(paths(await scan())).toEqual(['a/1.JPG', 'a/2.jpeg', 'a/3.Png', 'a/4.ppm', 'a/5.bmp', 'a/6.pgm', 'a/7.tif', 'a/8.tiff', 'a/9.WEBP']);
});

describe('links', () => {
  beforeEach(() => {
    put('a/1.jpg', 'a/deep/2.jpg');
    mkdirSync(join(root, 'b'));
    symlinkSync(join(root, 'a/1.jpg'), join(root, 'b/link.jpg'));
    symlinkSync(join(root, 'a'), join(root, 'c'));
    symlinkSync(join(root, 'a'), join(root, 'a/deep/round'));
  });

  it('are followed, but not in circles', async () => {
    const folder = await scan();
    expect(folder.classes).toEqual(['a', 'b', 'c']);
    expect(paths(folder)).toEqual(['a/1.jpg', 'a/deep/2.jpg', 'b/link.jpg', 'c/1.jpg', 'c/deep/2.jpg']);
  });

  it('are left out with followLinks: false', async () => {
    const folder = await scan({ followLinks: false, allowEmpty: true });
    expect([folder.classes, paths(folder)]).toEqual([['a', 'b'], ['a/1.jpg', 'a/deep/2.jpg']]);
  });

  it('that lead nowhere fail by name when they are read', async () => {
    symlinkSync(join(root, 'gone.jpg'), join(root, 'b/dead.jpg'));
    const folder = await scan();
    const index = paths(folder).indexOf('b/dead.jpg');
    await expect(folder.get(index)).rejects.toThrow(/b\/dead\.jpg.*does not exist/);
  });
});

describe('bad input', () => {
  it('no such folder', async () => {
    await expect(ImageFolder.scan(join(root, 'none'), { source: fsFileSource(), decoder, transform: width })).rejects.toThrow(/none: expected a folder that can be read \(it does not exist\)/);
  });

  it('a file instead of a folder', async () => {
    put('file');
    await expect(ImageFolder.scan(join(root, 'file'), { source: fsFileSource(), decoder, transform: width })).rejects.toThrow(/it is not a folder/);
  });

  it('an empty folder', async () => {
    await expect(scan()).rejects.toThrow(/a folder for each class/);
  });

  it('one class where two are needed', async () => {
    put('a/1.jpg');
    await expect(scan({ minClasses: 2 })).rejects.toThrow(/at least 2 folders/);
    expect((await scan()).classes).toEqual(['a']);
  });

  it('a class without images names the class', async () => {
    put('a/1.jpg', 'b/notes.txt');
    await expect(scan()).rejects.toThrow(/none in b/);
    expect((await scan({ allowEmpty: true })).classes).toEqual(['a', 'b']);
  });

  it('no image at all, even where empty classes are allowed', async () => {
    put('a/notes.txt');
    await expect(scan({ allowEmpty: true })).rejects.toBeInstanceOf(DataError);
  });

  it('wrong options and indices', async () => {
    put('a/1.jpg');
    await expect(scan({ onError: 'ignore' as never })).rejects.toBeInstanceOf(OptionError);
    await expect(scan({ extensions: ['JPG'] })).rejects.toBeInstanceOf(OptionError);
    await expect((await scan()).get(1)).rejects.toBeInstanceOf(OptionError);
  });
});

describe('a file that cannot be read', () => {
  beforeEach(() => {
    put('a/1.jpg', 'a/2.jpg');
    writeFileSync(join(root, 'a/2.jpg'), '');
  });

  it("fails with its path by default", async () => {
    const folder = await scan();
    await expect(folder.get(1)).rejects.toThrow(join(root, 'a/2.jpg'));
    await expect(folder.get(1)).rejects.toBeInstanceOf(DataError);
  });

  it("is skipped, counted and listed once with onError: 'skip'", async () => {
    const folder = await scan({ onError: 'skip' });
    await expect(folder.get(1)).rejects.toBeInstanceOf(SkipSample);
    await expect(folder.get(1)).rejects.toBeInstanceOf(SkipSample);
    expect(folder.skipped).toEqual([{ path: join(root, 'a/2.jpg'), label: 0, error: expect.any(DataError) }]);
    expect(await folder.get(0)).toEqual([4, 0]);
  });

  it('is not skipped for a reason that is not its own', async () => {
    const broken: ImageDecoder = { decode: () => Promise.reject(new BackendError({ owner: 'sharp', expected: 'to be installed' })) };
    const folder = await ImageFolder.scan(root, { source: fsFileSource(), decoder: broken, transform: width, onError: 'skip' });
    await expect(folder.get(0)).rejects.toBeInstanceOf(BackendError);
    expect(folder.skipped).toEqual([]);
  });
});
