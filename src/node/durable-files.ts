import type * as fsPromises from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataError } from '../errors';

/** The part of `node:fs/promises` that this folder writes with; tests put faults into it. */
export type FileSystem = Pick<typeof fsPromises, 'mkdir' | 'open' | 'readdir' | 'readFile' | 'rename' | 'rm'>;

/** How systems say that they do not sync folders: on these there is nothing more to do. */
const CANNOT_SYNC_FOLDER = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP']);

/** Makes a folder, and those above it that are missing. */
export async function makeFolder(fileSystem: Pick<FileSystem, 'mkdir'>, folder: string): Promise<void> {
  try {
    await fileSystem.mkdir(folder, { recursive: true });
  } catch (cause) {
    if (errorCode(cause) !== 'ENOENT') throw cause;
    // Of a read-only disk Node's recursive mkdir says only that the folder is missing; a plain one says why.
    await makeOneByOne(fileSystem, folder);
  }
}

async function makeOneByOne(fileSystem: Pick<FileSystem, 'mkdir'>, folder: string): Promise<void> {
  try {
    await fileSystem.mkdir(folder);
  } catch (cause) {
    if (errorCode(cause) === 'EEXIST') return;
    if (errorCode(cause) !== 'ENOENT' || dirname(folder) === folder) throw cause;
    await makeOneByOne(fileSystem, dirname(folder));
    await fileSystem.mkdir(folder);
  }
}

/** Writes a new file and syncs it. */
export async function writeDurably(fileSystem: FileSystem, path: string, content: Uint8Array): Promise<void> {
  const file = await fileSystem.open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes what was renamed in a folder durable. */
export async function syncFolder(fileSystem: Pick<FileSystem, 'open'>, folder: string): Promise<void> {
  try {
    const handle = await fileSystem.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (!CANNOT_SYNC_FOLDER.has(errorCode(cause))) throw cause;
  }
}

/** The error of a disk that fails, with what to do about it. */
export function diskFailure(owner: string, expected: string, cause: unknown): DataError {
  return new DataError({ owner, expected, got: cause, mend: mends[errorCode(cause)] ?? 'Look at the disk and its messages.', cause });
}

const mends: Readonly<Record<string, string>> = {
  ENOENT: 'Check the path.',
  ENOSPC: 'The disk is full: free some space, then go on; the file written before is untouched.',
  EDQUOT: 'Your quota is used up: free some space, then go on; the file written before is untouched.',
  EROFS: 'The disk is read-only: choose another folder.',
  EACCES: 'Permission is missing: choose another folder, or change its permissions.',
  EPERM: 'Permission is missing: choose another folder, or change its permissions.',
  ENOTDIR: 'A part of the path is a file: choose another folder.',
  EEXIST: 'A file lies where the folder should be: choose another folder.',
  EISDIR: 'A folder lies where the file should be: remove it, or choose another folder.',
};

/** The code of a system error, such as `ENOSPC`; empty for other errors. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
