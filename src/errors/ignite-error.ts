import { describe } from './describe';

/** What an error has to say: who complains, what was expected, what came, and how to mend it. */
export interface Complaint {
  /** Who complains: a class, a function or an argument of one, such as `DataLoader.batchSize`. */
  readonly owner: string;
  /** What was expected, to be read after "expected". */
  readonly expected: string;
  /** What came instead; its value and type are put into the message. Leave the key out when there is nothing to show. */
  readonly got?: unknown;
  /** What to do next, as a sentence. */
  readonly mend?: string;
  readonly cause?: unknown;
}

/**
 * Base of every error that this library throws on purpose.
 *
 * Tell errors apart by `code`, which is stable, or by class.
 */
export abstract class IgniteError extends Error {
  /** Stable identifier, listed in `docs/errors.md`. */
  abstract readonly code: string;
  /** Who complains. */
  readonly owner: string;

  constructor(complaint: Complaint) {
    super(sentence(complaint), 'cause' in complaint ? { cause: complaint.cause } : undefined);
    this.owner = complaint.owner;
  }
}

function sentence(complaint: Complaint): string {
  const { owner, expected, mend } = complaint;
  const got = 'got' in complaint ? `, got ${describe(complaint.got)}` : '';
  return `${owner}: expected ${expected}${got}.${mend === undefined ? '' : ` ${mend}`}`;
}
