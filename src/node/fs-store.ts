import * as fsPromises from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FileStore } from '../contracts';
import { DataError } from '../errors';
import { checkFileName } from '../internal';

/** The part of `node:fs/promises` that the store uses. */
export type FileSystem = Pick<typeof fsPromises, 'mkdir' | 'open' | 'readdir' | 'readFile' | 'rename' | 'rm'>;

const TEMPORARY = /^\..*\.tmp$/;
/** How systems say that they do not sync folders: on these there is nothing more to do. */
const CANNOT_SYNC_FOLDER = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP']);

let writes = 0;

/**
 * A store whose files lie in a folder, which is made at the first write.
 *
 * A file is written under a temporary name in the same folder, synced, renamed, and the folder synced: a crash or a loss of power
 * leaves the old file or the new one, never a part. What a killed process left under a temporary name is not listed.
 *
 * @param directory path of the folder, absolute or from the current one
 * @param fileSystem how files are reached; Node's own by default
 * @throws DataError from its methods, when the disk is full, read-only or broken; after a failed write the old file is untouched
 *
 * @example
 * ```ts
 * import { ModelCheckpoint } from 'tfjs-ignite/handlers';
 * import { fsStore } from 'tfjs-ignite/node';
 *
 * const checkpoint = new ModelCheckpoint({ store: fsStore('out/checkpoints'), nSaved: 2 });
 * ```
 */
export function fsStore(directory: string, fileSystem: FileSystem = fsPromises): FileStore {
  const folder = resolve(directory);
  return {
    location: folder,
    async list() {
      try {
        const entries = await fileSystem.readdir(folder, { withFileTypes: true });
        return entries.filter((entry) => !entry.isDirectory() && !TEMPORARY.test(entry.name)).map((entry) => entry.name).sort();
      } catch (cause) {
        if (codeOf(cause) === 'ENOENT') return []; // nothing was written yet
        throw failure('list', `to list the folder ${folder}`, cause);
      }
    },
    async read(name) {
      checkFileName('fsStore.read', name);
      const path = join(folder, name);
      try {
        return await fileSystem.readFile(path);
      } catch (cause) {
        throw failure('read', `to read ${path}`, cause);
      }
    },
    async write(name, content) {
      checkFileName('fsStore.write', name);
      const path = join(folder, name);
      const temporary = join(folder, `.${name}.${process.pid}-${writes++}.tmp`);
      try {
        await fileSystem.mkdir(folder, { recursive: true });
        await writeDurably(fileSystem, temporary, content);
        await fileSystem.rename(temporary, path);
        await syncFolder(fileSystem, folder);
      } catch (cause) {
        // The first failure is the one to tell; a second one while tidying up adds nothing.
        await fileSystem.rm(temporary, { force: true }).catch(() => undefined);
        throw failure('write', `to write ${path}`, cause);
      }
    },
    async remove(name) {
      checkFileName('fsStore.remove', name);
      const path = join(folder, name);
      try {
        await fileSystem.rm(path, { force: true });
      } catch (cause) {
        throw failure('remove', `to remove ${path}`, cause);
      }
    },
  };
}

async function writeDurably(fileSystem: FileSystem, path: string, content: Uint8Array): Promise<void> {
  const file = await fileSystem.open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(fileSystem: FileSystem, folder: string): Promise<void> {
  try {
    const handle = await fileSystem.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (!CANNOT_SYNC_FOLDER.has(codeOf(cause))) throw cause;
  }
}

function failure(method: string, expected: string, cause: unknown): DataError {
  return new DataError({ owner: `fsStore.${method}`, expected, got: cause, mend: mends[codeOf(cause)] ?? 'Look at the disk and its messages.', cause });
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

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
