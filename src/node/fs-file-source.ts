import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEntry, FileSource } from '../data';
import { DataError } from '../errors';
import { errorCode } from './durable-files';

/** Folders and files of this machine. */
export function fsFileSource(): FileSource {
  return { list, read, join, identity: (directory) => realpath(directory) };
}

async function list(directory: string): Promise<FileEntry[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(directory, { withFileTypes: true });
  } catch (error) {
    throw new DataError({ owner: directory, expected: `a folder that can be read (${reason(error)})`, mend: 'Check the path.', cause: error });
  }
  // In slices, so that a folder of a million files does not ask for a million places at once.
  const found: FileEntry[] = [];
  for (let start = 0; start < entries.length; start += 256) {
    found.push(...(await Promise.all(entries.slice(start, start + 256).map((entry) => inspect(directory, entry)))));
  }
  return found;
}

async function inspect(directory: string, entry: Dirent): Promise<FileEntry> {
  const { name } = entry;
  if (entry.isDirectory()) return { name, kind: 'directory', link: false, size: 0, modified: 0 };
  const path = join(directory, name);
  const link = entry.isSymbolicLink() || (!entry.isFile() && (await lstat(path)).isSymbolicLink());
  try {
    const { size, mtimeMs, ...info } = await statOf(path);
    if (info.file) return { name, kind: 'file', link, size, modified: mtimeMs };
    return { name, kind: info.directory ? 'directory' : 'other', link, size: 0, modified: 0 };
  } catch {
    return { name, kind: 'missing', link, size: 0, modified: 0 };
  }
}

async function statOf(path: string): Promise<{ file: boolean; directory: boolean; size: number; mtimeMs: number }> {
  const info = await stat(path);
  return { file: info.isFile(), directory: info.isDirectory(), size: info.size, mtimeMs: info.mtimeMs };
}

async function read(path: string): Promise<Uint8Array> {
  try {
    const { buffer, byteOffset, byteLength } = await readFile(path);
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    throw new DataError({ owner: path, expected: `a file that can be read (${reason(error)})`, mend: 'Check that it is there and may be read.', cause: error });
  }
}

/** What the system said, in words. */
function reason(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'it does not exist';
    case 'ENOTDIR':
      return 'it is not a folder';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'access is denied';
    case 'ELOOP':
      return 'its links lead in a circle';
    default:
      return error instanceof Error ? error.message : 'unknown reason';
  }
}
