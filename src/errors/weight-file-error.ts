import type { Complaint } from './ignite-error';
import { IgniteError } from './ignite-error';

/** What is wrong with a weight file. */
export type WeightFileFault =
  | 'truncated' | 'header-too-large' | 'bad-header' | 'bad-offsets' | 'size-mismatch'
  | 'bad-pickle' | 'forbidden-global' | 'bad-tensor' | 'not-a-state-dict' | 'not-a-weight-file'
  | 'missing-keys' | 'unexpected-keys' | 'shape-mismatch';

/** A file of weights that is damaged, hostile, or does not fit the model. */
export class WeightFileError extends IgniteError {
  override readonly name = 'WeightFileError';
  readonly code = 'ERR_WEIGHT_FILE';
  /** What is wrong, for programs. */
  readonly kind: WeightFileFault;

  constructor(kind: WeightFileFault, complaint: Complaint) {
    super(complaint);
    this.kind = kind;
  }
}
