import { createHash, randomBytes } from 'node:crypto';
import * as fsPromises from 'node:fs/promises';
import { mkdir, open, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { errorCode, syncFolder } from './durable-files';

/** What tells whether a server still has the file that a partial download is of. */
export interface Validator {
  readonly url: string;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
}

/** Another machine's partial download counts as given up when it was not touched for so long. */
const GIVEN_UP_MS = 10 * 60_000;

/** Partial files that this process is writing, which tells them from those of an earlier process with the same id. */
const held = new Set<string>();

const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/**
 * The part of a download that is on disk, owned by one process.
 *
 * It is a folder beside the file, whose name says who owns it; whoever wants to go on with one renames it to a name of its
 * own, which succeeds for one process only. A folder, so that the bytes and what they are of move together.
 */
export class PartialFile {
  readonly #file: string;
  readonly #folder: string;
  /** Path of the bytes. */
  readonly data: string;
  #size: number;
  #validator: Validator | undefined;
  #finished = false;

  private constructor(file: string, folder: string, size: number, validator: Validator | undefined) {
    this.#file = file;
    this.#folder = folder;
    this.data = join(folder, 'data');
    this.#size = size;
    this.#validator = validator;
  }

  /** Takes over what a process that is gone left behind, or begins anew. */
  static async claim(file: string): Promise<PartialFile> {
    const prefix = `${basename(file)}.partial`;
    const own = join(dirname(file), `${prefix}-${host}-${process.pid}-${randomBytes(4).toString('hex')}`);
    held.add(own);
    for (const name of await readdir(dirname(file))) {
      const path = join(dirname(file), name);
      if (!name.startsWith(prefix) || !(await isAbandoned(path, name.slice(prefix.length)))) continue;
      try {
        await rename(path, own);
        const data = join(own, 'data');
        const { size } = await stat(data);
        return new PartialFile(file, own, size, parseValidator(await readFile(join(own, 'source.json'), 'utf8')));
      } catch {
        // Another process was faster, or the folder is damaged: in both cases the next one, or a fresh start.
        await rm(own, { recursive: true, force: true });
      }
    }
    await mkdir(own);
    await writeFile(join(own, 'data'), '');
    return new PartialFile(file, own, 0, undefined);
  }

  get size(): number {
    return this.#size;
  }

  get validator(): Validator | undefined {
    return this.#validator;
  }

  /** Throws away what is there. */
  async restart(): Promise<void> {
    await truncate(this.data, 0);
    this.#size = 0;
    this.#validator = undefined;
  }

  /** Remembers what the bytes to come are of. */
  async describe(validator: Validator): Promise<void> {
    await writeFile(join(this.#folder, 'source.json'), JSON.stringify(validator));
    this.#validator = validator;
  }

  /** Adds bytes at the end, one chunk after the other. */
  async append(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const handle = await open(this.data, 'r+');
    try {
      for await (const chunk of chunks) {
        for (let done = 0; done < chunk.length; ) {
          const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, this.#size);
          done += bytesWritten;
          this.#size += bytesWritten;
        }
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Moves the bytes to the file's place, durably. */
  async finish(): Promise<void> {
    await rename(this.data, this.#file);
    await syncFolder(fsPromises, dirname(this.#file));
    this.#finished = true;
  }

  /** Lets go: of nothing after `finish`, else of the bytes, for whoever goes on. */
  async release(): Promise<void> {
    if (this.#finished || this.#size === 0) {
      await rm(this.#folder, { recursive: true, force: true });
    } else {
      // Taken already when another process left something too; then the name with the process stays, which is claimed later.
      await rename(this.#folder, `${this.#file}.partial`).catch(() => undefined);
    }
    held.delete(this.#folder);
  }
}

async function isAbandoned(path: string, owner: string): Promise<boolean> {
  if (owner === '') return true;
  const match = /^-([0-9a-f]{8})-(\d+)-[0-9a-f]{8}$/.exec(owner);
  if (match === null) return false;
  const [, machine, id] = match;
  if (machine === host) return Number(id) === process.pid ? !held.has(path) : !isRunning(Number(id));
  const touched = await stat(join(path, 'data')).catch(() => undefined);
  return touched !== undefined && Date.now() - touched.mtimeMs > GIVEN_UP_MS;
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // It is there, but somebody else's.
    return errorCode(error) === 'EPERM';
  }
}

function parseValidator(text: string): Validator | undefined {
  const value = JSON.parse(text) as Partial<Record<keyof Validator, unknown>> | null;
  if (typeof value?.url !== 'string') return undefined;
  const optional = (field: unknown): string | undefined => (typeof field === 'string' ? field : undefined);
  return { url: value.url, etag: optional(value.etag), lastModified: optional(value.lastModified) };
}
