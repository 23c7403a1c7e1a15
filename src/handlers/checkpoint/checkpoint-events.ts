import { defineEvent } from '../../engine';

/** A file that was written. */
export interface SavedCheckpoint {
  readonly filename: string;
  /** What files are ranked by: the score, or the global step without one. */
  readonly priority: number;
}

/** Events that `Checkpoint` and `ModelCheckpoint` fire on the engine that they are called by. */
export const CheckpointEvents = Object.freeze({
  /** After a file was written and the one that it replaces was removed. Handlers get `{ filename, priority }`. */
  SAVED_CHECKPOINT: defineEvent<[saved: SavedCheckpoint]>('SAVED_CHECKPOINT'),
});
