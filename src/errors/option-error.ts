import { IgniteError } from './ignite-error';

/** An option or argument that is not what the docs say it may be. */
export class OptionError extends IgniteError {
  override readonly name = 'OptionError';
  readonly code = 'ERR_OPTION';
}
