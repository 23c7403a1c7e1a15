import { IgniteError } from './ignite-error';

/** A metric that was asked for its value before it saw what it needs. */
export class NotComputableError extends IgniteError {
  override readonly name = 'NotComputableError';
  readonly code = 'ERR_NOT_COMPUTABLE';
}
