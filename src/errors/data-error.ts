import type { Complaint } from './ignite-error';
import { IgniteError } from './ignite-error';

/** What is wrong with a file of data. */
export type DataFault = 'truncated' | 'not-an-image' | 'too-large';

/** Data that is missing, empty, unreadable or damaged. */
export class DataError extends IgniteError {
  override readonly name = 'DataError';
  readonly code = 'ERR_DATA';
  /** What is wrong with a file that could not be decoded, for programs; `undefined` for everything else. */
  readonly kind: DataFault | undefined;

  constructor(complaint: Complaint, kind?: DataFault) {
    super(complaint);
    this.kind = kind;
  }
}
