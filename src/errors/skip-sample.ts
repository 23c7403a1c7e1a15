import { IgniteError } from './ignite-error';

/**
 * Thrown by a dataset's `get` to say: leave this sample out.
 *
 * A `DataLoader` then makes the batch smaller by that sample; every other error ends its iteration.
 */
export class SkipSample extends IgniteError {
  override readonly name = 'SkipSample';
  readonly code = 'ERR_SKIP_SAMPLE';
}
