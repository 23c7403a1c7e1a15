import { IgniteError } from './ignite-error';

/** Data that is missing, empty, unreadable or damaged. */
export class DataError extends IgniteError {
  override readonly name = 'DataError';
  readonly code = 'ERR_DATA';
}
