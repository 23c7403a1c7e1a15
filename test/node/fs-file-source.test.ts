import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '../../src/errors';
import { fsFileSource } from '../../src/node/fs-file-source';

const source = fsFileSource();
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'source-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

it('a listing tells files, folders and links apart, and what links lead to', async () => {
  mkdirSync(join(root, 'folder'));
  writeFileSync(join(root, 'file'), 'four');
  symlinkSync('file', join(root, 'to-file'));
  symlinkSync('folder', join(root, 'to-folder'));
  symlinkSync('nowhere', join(root, 'to-nothing'));
  const entries = new Map((await source.list(root)).map(({ name, kind, link, size }) => [name, [kind, link, size]]));
  expect(Object.fromEntries(entries)).toEqual({
    folder: ['directory', false, 0],
    file: ['file', false, 4],
    'to-file': ['file', true, 4],
    'to-folder': ['directory', true, 0],
    'to-nothing': ['missing', true, 0],
  });
});

it('two ways to one folder have one identity', async () => {
  mkdirSync(join(root, 'folder'));
  symlinkSync('folder', join(root, 'link'));
  expect(await source.identity(join(root, 'link'))).toBe(await source.identity(join(root, 'folder')));
});

it('what cannot be listed or read is an error that names it and says why', async () => {
  writeFileSync(join(root, 'file'), '');
  await expect(source.list(join(root, 'none'))).rejects.toThrow(/none.*does not exist/);
  await expect(source.list(join(root, 'file'))).rejects.toThrow(/file.*not a folder/);
  await expect(source.read(join(root, 'none'))).rejects.toThrow(/none.*does not exist/);
  await expect(source.read(root)).rejects.toThrow(/is a folder/);
  await expect(source.read(join(root, 'none'))).rejects.toBeInstanceOf(DataError);
});
