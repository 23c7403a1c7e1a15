import { execFileSync, spawnSync } from 'node:child_process';
import * as fsPromises from 'node:fs/promises';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '../../src/errors';
import type { FileSystem } from '../../src/node/durable-files';
import { fsStore } from '../../src/node/fs-store';
import { testFileStore } from '../handlers/checkpoint/file-store-rules';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fs-store-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

testFileStore(() => fsStore(join(root, 'made', 'at first write')));

it('does not list folders and what a killed write left', async () => {
  const store = fsStore(root);
  await store.write('a', Uint8Array.of(1));
  writeFileSync(join(root, '.b.1-0.tmp'), 'half');
  await fsPromises.mkdir(join(root, 'folder'));
  expect(await store.list()).toEqual(['a']);
});

it('leaves no other file behind', async () => {
  await fsStore(root).write('a', Uint8Array.of(1));
  expect(readdirSync(root)).toEqual(['a']);
});

it('writes of one name at the same time leave one whole file', async () => {
  const store = fsStore(root);
  await Promise.all([1, 2, 3].map((value) => store.write('a', new Uint8Array(100_000).fill(value))));
  const content = await store.read('a');
  expect(content.every((byte) => byte === content[0])).toBe(true);
  expect(readdirSync(root)).toEqual(['a']);
});

describe('a fault at any step', () => {
  const steps = ['mkdir', 'open', 'writeFile', 'sync', 'close', 'rename'] as const;

  it.each(steps)('of %s leaves the old file, no temporary one, and one sentence', async (step) => {
    await fsStore(root).write('a', Uint8Array.of(1));
    const store = fsStore(root, failingAt(step, 'ENOSPC'));
    await expect(store.write('a', Uint8Array.of(2))).rejects.toThrow(DataError);
    await expect(store.write('a', Uint8Array.of(2))).rejects.toThrow(/^fsStore\.write: expected to write .*a, got .*ENOSPC.* The disk is full/);
    expect([...(await fsStore(root).read('a'))]).toEqual([1]);
    expect(readdirSync(root)).toEqual(['a']);
  });

  it.each(['EROFS', 'EACCES', 'EDQUOT', 'EIO'])('%s has a way out', async (code) => {
    await expect(fsStore(root, failingAt('open', code)).write('a', Uint8Array.of(2))).rejects.toThrow(/\(error\)\. [A-Z].*\.$/);
  });
});

it('a folder that cannot be synced is no fault', async () => {
  const opened: FileSystem = { ...fsPromises, open: async (path, flags) => (flags === 'r' ? Promise.reject(fault('EISDIR')) : fsPromises.open(path, flags)) };
  await fsStore(root, opened).write('a', Uint8Array.of(1));
  expect(readdirSync(root)).toEqual(['a']);
});

it('a file where the folder should be is named', async () => {
  writeFileSync(join(root, 'file'), '');
  await expect(fsStore(join(root, 'file')).write('a', Uint8Array.of(1))).rejects.toThrow('A file lies where the folder should be');
  await expect(fsStore(join(root, 'file')).list()).rejects.toThrow(DataError);
});

const canMount = spawnSync('sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs -o size=64k none "$d" && umount "$d" && rmdir "$d"']).status === 0;
const whenMounted = canMount ? it : it.skip;
const reason = canMount ? '' : ' (skipped: needs the right to mount a tmpfs, as root in a privileged container)';

whenMounted(`a disk that is really full leaves the old file${reason}`, async () => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', root]);
  try {
    const store = fsStore(root);
    await store.write('a', new Uint8Array(10_000).fill(1));
    await expect(store.write('a', new Uint8Array(200_000))).rejects.toThrow('The disk is full');
    expect((await store.read('a')).length).toBe(10_000);
    expect(readdirSync(root)).toEqual(['a']);
    execFileSync('mount', ['-o', 'remount,ro', root]);
    await expect(store.write('a', Uint8Array.of(2))).rejects.toThrow('The disk is read-only');
    await expect(fsStore(join(root, 'new', 'folder')).write('a', Uint8Array.of(2))).rejects.toThrow('The disk is read-only');
    expect((await store.read('a')).length).toBe(10_000);
  } finally {
    execFileSync('umount', [root]);
  }
});

function fault(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** Node's file system, with one step of a write that fails. */
function failingAt(step: string, code: string): FileSystem {
  const fail = (): Promise<never> => Promise.reject(fault(code));
  if (step === 'mkdir' || step === 'open' || step === 'rename') return { ...fsPromises, [step]: fail };
  return {
    ...fsPromises,
    open: async (path, flags) => {
      const file = await fsPromises.open(path, flags);
      return new Proxy(file, {
        get(target, key) {
          if (key === step) return step === 'close' ? () => target.close().then(fail) : fail;
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
    },
  };
}
