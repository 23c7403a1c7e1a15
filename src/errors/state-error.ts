import { IgniteError } from './ignite-error';

/** A call that does not fit the state that the object is in. */
export class StateError extends IgniteError {
  override readonly name = 'StateError';
  readonly code = 'ERR_STATE';
}
