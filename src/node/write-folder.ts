import * as fsPromises from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DataError } from '../errors';
import { checkFileName } from '../internal';
import type { FileSystem } from './durable-files';
import { diskFailure, errorCode, makeFolder, syncFolder, writeDurably } from './durable-files';

let writes = 0;

/**
 * Writes a folder of files, all or nothing.
 *
 * The files are written and synced in a new folder beside the target, which then takes the target's name. A folder that is there
 * is replaced when it holds nothing but files of the same names; anything else in it is refused, since replacing would lose it.
 *
 * @throws DataError when the target holds other files, or the disk fails; the old folder is untouched then
 */
export async function writeFolder(
  owner: string,
  directory: string,
  files: ReadonlyMap<string, Uint8Array>,
  fileSystem: FileSystem = fsPromises,
): Promise<void> {
  for (const name of files.keys()) checkFileName(owner, name);
  const target = resolve(directory);
  const parent = dirname(target);
  const temporary = join(parent, `.${basename(target)}.${process.pid}-${writes++}.tmp`);
  await settleFolder(directory, fileSystem);
  await refuseOtherFiles(owner, target, files, fileSystem);
  try {
    await makeFolder(fileSystem, temporary);
    for (const [name, content] of files) await writeDurably(fileSystem, join(temporary, name), content);
    await syncFolder(fileSystem, temporary);
    await exchange(fileSystem, temporary, target);
    await syncFolder(fileSystem, parent);
  } catch (cause) {
    // The first failure is the one to tell; a second one while tidying up adds nothing.
    await fileSystem.rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw diskFailure(owner, `to write the folder ${target}`, cause);
  }
}

/** Ends a replacement that was cut off between its two renames: puts the old folder back. Call it before reading. */
export async function settleFolder(directory: string, fileSystem: FileSystem = fsPromises): Promise<void> {
  const target = resolve(directory);
  const isMissing = await namesIn(target, fileSystem).then(
    (names) => names === undefined,
    () => false, // what is wrong with it is for the reader or writer to say
  );
  if (isMissing) await fileSystem.rename(previousOf(target), target).catch(() => undefined); // mostly there is none
}

async function exchange(fileSystem: FileSystem, temporary: string, target: string): Promise<void> {
  const previous = previousOf(target);
  await fileSystem.rm(previous, { recursive: true, force: true });
  if ((await namesIn(target, fileSystem)) !== undefined) await fileSystem.rename(target, previous);
  try {
    await fileSystem.rename(temporary, target);
  } catch (cause) {
    await fileSystem.rename(previous, target).catch(() => undefined);
    throw cause;
  }
  await fileSystem.rm(previous, { recursive: true, force: true });
}

function previousOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.previous`);
}

async function refuseOtherFiles(owner: string, target: string, files: ReadonlyMap<string, Uint8Array>, fileSystem: FileSystem): Promise<void> {
  let names: string[] | undefined;
  try {
    names = await namesIn(target, fileSystem);
  } catch (cause) {
    throw diskFailure(owner, `to write the folder ${target}`, cause);
  }
  const others = (names ?? []).filter((name) => !files.has(name));
  if (others.length === 0) return;
  const expected = `a folder of its own: ${target} holds other files (${others.slice(0, 3).join(', ')}${others.length > 3 ? ', …' : ''})`;
  throw new DataError({ owner, expected, mend: `Choose another folder, such as ${join(target, 'model')}.` });
}

/** Names of what a folder holds; `undefined` when there is none. */
async function namesIn(folder: string, fileSystem: FileSystem): Promise<string[] | undefined> {
  try {
    return await fileSystem.readdir(folder);
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw cause;
  }
}
