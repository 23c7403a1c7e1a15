import type { FileStore, StateTree } from '../../contracts';
import { CheckpointError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { decodeCheckpoint } from './decode-checkpoint';
import { encodeCheckpoint } from './encode-checkpoint';

/** What is said of a checkpoint beside its content. */
export interface CheckpointMetadata {
  /** The file name without step and score. */
  readonly basename: string;
  readonly scoreName: string | null;
  readonly priority: number;
}

/** Where checkpoints go when not to a store: an experiment server, a database. */
export interface SaveHandler {
  /** Must leave what was saved before untouched when it fails. */
  save(checkpoint: StateTree, filename: string, metadata: CheckpointMetadata): MaybePromise<void>;
  /** Removes a checkpoint that fell out of the best ones. */
  remove(filename: string): MaybePromise<void>;
  /** Needed by `reloadObjects` only. */
  read?(filename: string): MaybePromise<StateTree>;
}

/** A function that saves; what it saved is never removed. */
export type SaveFunction = SaveHandler['save'];

/** Saves checkpoints as files of a store. */
export function storeSaveHandler(owner: string, store: FileStore): SaveHandler {
  return {
    async save(checkpoint, filename) {
      const bytes = await encodeCheckpoint(checkpoint);
      try {
        await store.write(filename, bytes);
      } catch (cause) {
        throw new CheckpointError({
          owner,
          expected: `to write ${filename} to ${store.location} (${cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause)})`,
          mend: 'The checkpoint written before it is untouched.',
          cause,
        });
      }
    },
    remove: (filename) => store.remove(filename),
    read: async (filename) => decodeCheckpoint(await store.read(filename)),
  };
}
