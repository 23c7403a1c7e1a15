import { execFileSync, spawnSync } from 'node:child_process';
import * as fsPromises from 'node:fs/promises';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataError } from '../../src/errors';
import { appendFile } from '../../src/node';
import type { FileSystem } from '../../src/node/durable-files';
import { useTemporaryFolder } from './temporary-folder';

const temporary = useTemporaryFolder();
const bytes = (path: string): number[] => [...readFileSync(path)];

test('makes folders and file at the first append, and keeps what was there', async () => {
  const path = temporary('a/b/log');
  const file = appendFile(path);
  expect([await file.lastByte(), existsSync(path), file.location]).toEqual([undefined, false, path]);
  await file.append(Uint8Array.of(1, 2));
  await appendFile(path).append(Uint8Array.of(3));
  await file.append(Uint8Array.of(4));
  expect(bytes(path)).toEqual([1, 2, 3, 4]);
  expect(await file.lastByte()).toBe(4);
  await file.close();
});

test('closing a file that nothing was appended to makes none', async () => {
  const path = temporary('log');
  await appendFile(path).close();
  expect(existsSync(path)).toBe(false);
});

test('an empty file has no last byte', async () => {
  const path = temporary();
  await appendFile(path).append(new Uint8Array(0));
  expect(await appendFile(path).lastByte()).toBeUndefined();
});

describe('a fault', () => {
  it.each(['mkdir', 'open', 'stat', 'appendFile', 'close'])('of %s leaves the file as long as before, and the next append goes on', async (step) => {
    const path = temporary('log');
    await appendFile(path).append(Uint8Array.of(1));
    const faults = faultyFiles({ [step]: 1 });
    const file = appendFile(path, faults);
    await expect(file.append(Uint8Array.of(2, 3))).rejects.toThrow(/^appendFile\.append: expected to append to .*log, got .*ENOSPC.* The disk is full/);
    expect(bytes(path)).toEqual([1]);
    await file.append(Uint8Array.of(4));
    expect(bytes(path)).toEqual([1, 4]);
  });

  it('that cannot be tidied up at once is tidied up before the next append', async () => {
    const path = temporary('log');
    await appendFile(path).append(Uint8Array.of(1));
    const file = appendFile(path, faultyFiles({ appendFile: 1, truncate: 1 }));
    await expect(file.append(Uint8Array.of(2, 3))).rejects.toThrow(DataError);
    expect(bytes(path)).toEqual([1, 2]);
    await file.append(Uint8Array.of(4));
    expect(bytes(path)).toEqual([1, 4]);
  });

  it('that could not be tidied up does not matter when the file is gone', async () => {
    const path = temporary('log');
    const file = appendFile(path, faultyFiles({ appendFile: 1, truncate: 1 }));
    await expect(file.append(Uint8Array.of(2, 3))).rejects.toThrow(DataError);
    rmSync(path);
    await file.append(Uint8Array.of(4));
    expect(bytes(path)).toEqual([4]);
  });

  it('of the sync is told when the file is closed', async () => {
    const file = appendFile(temporary('log'), faultyFiles({ sync: 1 }));
    await file.append(Uint8Array.of(1));
    await expect(file.close()).rejects.toThrow('appendFile.close: expected to sync');
  });

  it('of the way to it is told by every method', async () => {
    const folder = temporary('file');
    mkdirSync(dirname(folder));
    writeFileSync(folder, '');
    await expect(appendFile(`${folder}/log`).append(Uint8Array.of(1))).rejects.toThrow('A file lies where the folder should be');
    await expect(appendFile(`${folder}/log`).lastByte()).rejects.toThrow(DataError);
  });
});

const canMount = spawnSync('sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs -o size=64k none "$d" && umount "$d" && rmdir "$d"']).status === 0;
const whenMounted = canMount ? it : it.skip;
const reason = canMount ? '' : ' (skipped: needs the right to mount a tmpfs, as root in a privileged container)';

whenMounted(`a disk that is really full leaves the file as long as before${reason}`, async () => {
  const folder = temporary('disk');
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', folder]);
  try {
    const file = appendFile(`${folder}/log`);
    await file.append(new Uint8Array(10_000).fill(1));
    await expect(file.append(new Uint8Array(200_000))).rejects.toThrow('The disk is full');
    expect(bytes(`${folder}/log`)).toHaveLength(10_000);
    await file.append(Uint8Array.of(2));
    await file.close();
    expect(bytes(`${folder}/log`)).toHaveLength(10_001);
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    await expect(file.append(Uint8Array.of(2))).rejects.toThrow('The disk is read-only');
  } finally {
    execFileSync('umount', [folder]);
  }
});

/** Node's file system, with steps that fail so many times; an append that fails has written one byte. */
function faultyFiles(faults: Record<string, number>): Pick<FileSystem, 'mkdir' | 'open'> {
  const left = { ...faults };
  const fails = (step: string): boolean => {
    const count = left[step] ?? 0;
    left[step] = count - 1;
    return count > 0;
  };
  const fault = (): Promise<never> => Promise.reject(Object.assign(new Error('ENOSPC: injected'), { code: 'ENOSPC' }));
  return {
    mkdir: ((path, options) => (fails('mkdir') ? fault() : fsPromises.mkdir(path, options))) as FileSystem['mkdir'],
    open: async (path, flags) => {
      if (fails('open')) return fault();
      const file = await fsPromises.open(path, flags);
      return new Proxy(file, {
        get(target, key) {
          const value: unknown = Reflect.get(target, key, target);
          if (typeof value !== 'function' || typeof key !== 'string') return value;
          return async (...args: unknown[]) => {
            const isFault = fails(key);
            if (isFault && key === 'appendFile') await target.appendFile((args[0] as Uint8Array).subarray(0, 1));
            if (!isFault || key === 'close') {
              const result: unknown = await value.apply(target, args);
              if (!isFault) return result;
            }
            return fault();
          };
        },
      });
    },
  };
}
