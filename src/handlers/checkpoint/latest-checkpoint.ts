import * as z from 'zod/mini';
import type { FileStore, StateTree } from '../../contracts';
import { CheckpointError } from '../../errors';
import { parseOptions } from '../../internal';
import { decodeCheckpoint } from './decode-checkpoint';
import { EXTENSION } from './file-pattern';

const optionsSchema = z.strictObject({
  prefix: z._default(z.string(), ''),
  name: z._default(z.string(), 'checkpoint'),
  damaged: z._default(z.enum(['refuse', 'skip']), 'refuse'),
});

/** Which files are looked at, and what happens to a damaged one. */
export interface LatestCheckpointOptions {
  /** The `filenamePrefix` that the files were written with. @default '' */
  readonly prefix?: string;
  /** The name in the files: the key of the only object saved, or `checkpoint` for several. @default 'checkpoint' */
  readonly name?: string;
  /** `refuse` throws when the newest file is damaged, `skip` takes the newest that is whole. @default 'refuse' */
  readonly damaged?: 'refuse' | 'skip';
}

/** The newest checkpoint of a store. */
export interface LatestCheckpoint {
  readonly filename: string;
  readonly globalStep: number;
  readonly state: StateTree;
  /** Damaged files that were newer, newest first. */
  readonly skipped: readonly string[];
}

/**
 * Finds and reads the checkpoint with the largest global step among the files that `Checkpoint` wrote under its default names.
 *
 * A damaged newest file is refused: the error names it and the newest one that is whole, since going on from an older state is
 * the caller's decision. `damaged: 'skip'` takes that one.
 *
 * @returns nothing when the store has no such file
 * @throws CheckpointError for a damaged file, and with `skip` when all files are damaged
 *
 * @example
 * ```ts
 * import { encodeCheckpoint, latestCheckpoint, memoryStore } from 'tfjs-ignite/handlers';
 *
 * const store = memoryStore();
 * await store.write('checkpoint_9.safetensors', await encodeCheckpoint({ step: 9 }));
 * await store.write('checkpoint_10.safetensors', await encodeCheckpoint({ step: 10 }));
 * (await latestCheckpoint(store))?.state; // => { step: 10 }
 * ```
 */
export async function latestCheckpoint(store: FileStore, options: LatestCheckpointOptions = {}): Promise<LatestCheckpoint | undefined> {
  const { prefix, name, damaged } = parseOptions('latestCheckpoint', optionsSchema, options);
  const candidates = findCheckpoints(await store.list(), prefix, name);
  const failures: Failure[] = [];
  for (const { filename, globalStep } of candidates) {
    const bytes = await store.read(filename);
    const state = await decodeCheckpoint(bytes).catch(damageOnly);
    if (state instanceof CheckpointError) failures.push({ filename, cause: state });
    else if (failures.length === 0 || damaged === 'skip') return { filename, globalStep, state, skipped: failures.map((failure) => failure.filename) };
    else throw refusal(store, failures[0], `The one before it, ${filename}, is whole: pass { damaged: 'skip' } to go on from it.`);
  }
  if (failures.length === 0) return undefined;
  throw refusal(store, failures[0], failures.length === 1 ? 'There is no other one.' : `None of the other ${failures.length - 1} is whole either.`);
}

interface Failure {
  readonly filename: string;
  readonly cause: CheckpointError;
}

function damageOnly(error: unknown): CheckpointError {
  if (error instanceof CheckpointError) return error;
  throw error;
}

function refusal(store: FileStore, failure: Failure | undefined, mend: string): CheckpointError {
  return new CheckpointError({
    owner: 'latestCheckpoint',
    expected: `${failure?.filename ?? ''} in ${store.location} to be a whole checkpoint (${failure?.cause.message.replace(/\.$/, '') ?? ''})`,
    mend,
    cause: failure?.cause,
  });
}

/** Newest first. */
function findCheckpoints(filenames: readonly string[], prefix: string, name: string): { filename: string; globalStep: number }[] {
  const start = prefix === '' ? `${name}_` : `${prefix}_${name}_`;
  const found: { filename: string; globalStep: number }[] = [];
  for (const filename of filenames) {
    if (!filename.startsWith(start) || !filename.endsWith(`.${EXTENSION}`)) continue;
    const step = /^(\d+)(?:_.*)?$/.exec(filename.slice(start.length, -EXTENSION.length - 1))?.[1];
    if (step !== undefined) found.push({ filename, globalStep: Number(step) });
  }
  return found.sort((a, b) => b.globalStep - a.globalStep);
}
