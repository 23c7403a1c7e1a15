import * as fsPromises from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { AppendFile } from '../contracts';
import type { FileSystem } from './durable-files';
import { diskFailure, errorCode, makeFolder, syncFolder } from './durable-files';

/**
 * A file that grows at its end, which is made at the first append with the folders above it.
 *
 * What was there before is kept. An append that fails half way is cut back; when not even that can be done, before the next append. Between appends
 * the file is not held open; `close` syncs it.
 *
 * @param path absolute or from the current folder
 * @param fileSystem how files are reached; Node's own by default
 * @throws DataError from its methods, when the disk is full, read-only or broken
 *
 * @example
 * ```ts
 * import { JsonlLogger } from 'tfjs-ignite/handlers';
 * import { appendFile } from 'tfjs-ignite/node';
 *
 * const logger = new JsonlLogger({ file: appendFile('out/metrics.jsonl') });
 * ```
 */
export function appendFile(path: string, fileSystem: Pick<FileSystem, 'mkdir' | 'open'> = fsPromises): AppendFile {
  const file = resolve(path);
  let hasAppended = false;
  /** Where an append began that failed and could not be cut off yet. */
  let torn: number | undefined;

  const cutBack = async (length: number): Promise<void> => {
    torn = length;
    try {
      const handle = await fileSystem.open(file, 'r+');
      try {
        // Somebody may have cut or replaced the file meanwhile.
        if ((await handle.stat()).size > length) await handle.truncate(length);
      } finally {
        await handle.close();
      }
    } catch (cause) {
      if (errorCode(cause) !== 'ENOENT') throw cause;
    }
    torn = undefined;
  };

  return {
    location: file,
    async append(content) {
      let start: number | undefined;
      try {
        if (torn !== undefined) await cutBack(torn);
        await makeFolder(fileSystem, dirname(file));
        const handle = await fileSystem.open(file, 'a');
        try {
          start = (await handle.stat()).size;
          await handle.appendFile(content);
        } finally {
          await handle.close();
        }
        hasAppended = true;
      } catch (cause) {
        // The first failure is the one to tell; a second one while tidying up adds nothing.
        if (start !== undefined) await cutBack(start).catch(() => undefined);
        throw diskFailure('appendFile.append', `to append to ${file}`, cause);
      }
    },
    async lastByte() {
      try {
        const handle = await fileSystem.open(file, 'r');
        try {
          const { size } = await handle.stat();
          if (size === 0) return undefined;
          const { buffer } = await handle.read(new Uint8Array(1), 0, 1, size - 1);
          return buffer[0];
        } finally {
          await handle.close();
        }
      } catch (cause) {
        if (errorCode(cause) === 'ENOENT') return undefined;
        throw diskFailure('appendFile.lastByte', `to read ${file}`, cause);
      }
    },
    async close() {
      if (!hasAppended) return;
      try {
        if (torn !== undefined) await cutBack(torn);
        const handle = await fileSystem.open(file, 'r+');
        try {
          await handle.sync();
        } finally {
          await handle.close();
        }
        await syncFolder(fileSystem, dirname(file));
      } catch (cause) {
        throw diskFailure('appendFile.close', `to sync ${file}`, cause);
      }
    },
  };
}
