import { IgniteError } from './ignite-error';

/** A TensorFlow.js backend, or another optional package, that is missing or fails. */
export class BackendError extends IgniteError {
  override readonly name = 'BackendError';
  readonly code = 'ERR_BACKEND';
}
