import { IgniteError } from './ignite-error';

/** A tensor or array whose rank, shape, dtype or values do not fit. */
export class ShapeError extends IgniteError {
  override readonly name = 'ShapeError';
  readonly code = 'ERR_SHAPE';
}
