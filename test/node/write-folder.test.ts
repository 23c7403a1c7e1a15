import * as fsPromises from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataError } from '../../src/errors';
import type { FileSystem } from '../../src/node/durable-files';
import { settleFolder, writeFolder } from '../../src/node/write-folder';
import { useTemporaryFolder } from './temporary-folder';

const temporary = useTemporaryFolder();
const files = (text: string): Map<string, Uint8Array> => new Map(['a', 'b'].map((name) => [name, new TextEncoder().encode(text + name)]));
const textOf = (folder: string, name: string): Promise<string> => fsPromises.readFile(join(folder, name), 'utf8');
const fault = (code: string): Error => Object.assign(new Error(code), { code });

/** Node's file system, with one operation that fails when `when` says so. */
function failing(operation: 'open' | 'rename' | 'mkdir', when: (...paths: string[]) => boolean, code = 'ENOSPC'): FileSystem {
  const real = fsPromises[operation] as (...args: unknown[]) => Promise<unknown>;
  const replaced = (...args: unknown[]): Promise<unknown> => (when(...args.map(String)) ? Promise.reject(fault(code)) : real(...args));
  return { ...fsPromises, [operation]: replaced };
}

describe('writeFolder', () => {
  it('makes the folder, also in folders that are not there yet', async () => {
    const folder = join(temporary(), 'deep', 'er');
    await writeFolder('test', folder, files('1'));
    expect([await textOf(folder, 'a'), await textOf(folder, 'b')]).toEqual(['1a', '1b']);
    expect(await fsPromises.readdir(dirname(folder))).toEqual(['er']);
  });

  it('replaces a folder with the same files, and an empty one', async () => {
    const folder = temporary();
    await fsPromises.mkdir(folder, { recursive: true });
    for (const text of ['1', '2']) await writeFolder('test', folder, files(text));
    expect(await textOf(folder, 'b')).toBe('2b');
    expect(await fsPromises.readdir(dirname(folder))).toEqual(['it']);
  });

  it('refuses a folder with anything else in it and loses nothing', async () => {
    const folder = temporary();
    await fsPromises.mkdir(folder, { recursive: true });
    await fsPromises.writeFile(join(folder, 'thesis.txt'), 'years');
    await expect(writeFolder('test', folder, files('1'))).rejects.toThrow(/holds other files \(thesis\.txt\).*Choose another folder/s);
    expect(await fsPromises.readdir(folder)).toEqual(['thesis.txt']);
  });

  it.each([
    ['the second file cannot be written', failing('open', (path, flags) => path.endsWith('/b') && flags === 'wx')],
    ['the folder cannot be made', failing('mkdir', () => true, 'EROFS')],
    ['the new folder cannot take its place', failing('rename', (from) => from.endsWith('.tmp'), 'EIO')],
  ])('keeps the old folder when %s', async (_, fileSystem) => {
    const folder = temporary();
    await writeFolder('test', folder, files('1'));
    await expect(writeFolder('test', folder, files('2'), fileSystem)).rejects.toThrow(DataError);
    expect([await textOf(folder, 'a'), await textOf(folder, 'b')]).toEqual(['1a', '1b']);
    expect(await fsPromises.readdir(dirname(folder))).toEqual(['it']);
  });

  it('says that a file lies where the folder should be', async () => {
    const path = temporary();
    await fsPromises.mkdir(dirname(path), { recursive: true });
    await fsPromises.writeFile(path, '');
    await expect(writeFolder('test', path, files('1'))).rejects.toThrow(DataError);
  });
});

describe('settleFolder', () => {
  it('puts the old folder back when a replacement ended between its two renames', async () => {
    const folder = temporary();
    await writeFolder('test', folder, files('1'));
    await fsPromises.rename(folder, join(dirname(folder), '.it.previous')); // where a killed process would have left it
    await settleFolder(folder);
    expect(await textOf(folder, 'a')).toBe('1a');
  });
});
