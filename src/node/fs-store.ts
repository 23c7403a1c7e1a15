import * as fsPromises from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FileStore } from '../contracts';
import { checkFileName } from '../internal';
import { diskFailure, errorCode, makeFolder, syncFolder, writeDurably } from './durable-files';
import type { FileSystem } from './durable-files';

const TEMPORARY = /^\..*\.tmp$/;
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
        if (errorCode(cause) === 'ENOENT') return []; // nothing was written yet
        throw diskFailure('fsStore.list', `to list the folder ${folder}`, cause);
      }
    },
    async read(name) {
      checkFileName('fsStore.read', name);
      const path = join(folder, name);
      try {
        return await fileSystem.readFile(path);
      } catch (cause) {
        throw diskFailure('fsStore.read', `to read ${path}`, cause);
      }
    },
    async write(name, content) {
      checkFileName('fsStore.write', name);
      const path = join(folder, name);
      const temporary = join(folder, `.${name}.${process.pid}-${writes++}.tmp`);
      try {
        await makeFolder(fileSystem, folder);
        await writeDurably(fileSystem, temporary, content);
        await fileSystem.rename(temporary, path);
        await syncFolder(fileSystem, folder);
      } catch (cause) {
        // The first failure is the one to tell; a second one while tidying up adds nothing.
        await fileSystem.rm(temporary, { force: true }).catch(() => undefined);
        throw diskFailure('fsStore.write', `to write ${path}`, cause);
      }
    },
    async remove(name) {
      checkFileName('fsStore.remove', name);
      const path = join(folder, name);
      try {
        await fileSystem.rm(path, { force: true });
      } catch (cause) {
        throw diskFailure('fsStore.remove', `to remove ${path}`, cause);
      }
    },
  };
}
