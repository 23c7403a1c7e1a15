import { IgniteError } from './ignite-error';

/** A checkpoint that cannot be written, is damaged, or does not fit what it is loaded into. */
export class CheckpointError extends IgniteError {
  override readonly name = 'CheckpointError';
  readonly code = 'ERR_CHECKPOINT';
}
