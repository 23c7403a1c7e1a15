import type { MaybePromise } from '../internal';
import { isThenable } from '../internal';
import type { BatchIterator, DataSource } from './data-source';
import { closeIterator, openSource, ownsItsBatches } from './data-source';

const NO_DATA: IteratorResult<unknown> = { done: false, value: null };

/** The pass that an engine is making over its data, if any. Without data it yields `null` for ever. */
export class BatchFeed {
  /** Whether the batches are the engine's to release. */
  ownsBatches = false;
  #source: DataSource | null = null;
  #iterator: BatchIterator | null = null;
  /** Whether the source is still to be asked for its iterator. */
  #isPending = false;
  #isOpen = false;
  #closing: Promise<void> | undefined;

  /** Whether a pass is under way, which goes on over the end of an epoch. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Whether the source is its own iterator, so that a new pass cannot begin from the start. */
  get isOneShot(): boolean {
    return this.#iterator !== null && (this.#iterator as unknown) === this.#source;
  }

  /** Begins a pass in place of the one under way; the source is asked when the first batch is. */
  open(source: DataSource | null, ownsBatches?: boolean): void {
    this.abandon();
    this.#source = source;
    this.#isOpen = true;
    this.#isPending = source !== null;
    this.ownsBatches = source !== null && (ownsBatches ?? ownsItsBatches(source));
  }

  next(): MaybePromise<IteratorResult<unknown>> {
    if (this.#isPending) {
      const begun = this.#begin();
      if (isThenable(begun)) return begun.then(() => this.next());
    }
    return this.#iterator === null ? NO_DATA : this.#iterator.next();
  }

  /** Ends the pass without waiting; what the source says to that shows at the next batch or `close`. */
  abandon(): void {
    const iterator = this.#iterator;
    this.#iterator = null;
    this.#isOpen = this.#isPending = false;
    if (iterator === null) return;
    const closing = closeIterator(iterator, this.#source);
    if (!isThenable(closing)) return;
    this.#closing = Promise.all([this.#closing, closing]).then(() => undefined);
    // A rejection is told where the promise is awaited; until then it must not count as unhandled.
    this.#closing.catch(() => undefined);
  }

  /** Ends the pass and waits until its source has let go of what it prepared. */
  async close(): Promise<void> {
    this.abandon();
    const closing = this.#closing;
    this.#closing = undefined;
    await closing;
  }

  #begin(): MaybePromise<void> {
    if (this.#closing !== undefined) {
      return this.#closing.then(() => {
        this.#closing = undefined;
        return this.#begin();
      });
    }
    const source = this.#source;
    this.#isPending = false;
    if (source === null) return undefined;
    const iterator = openSource(source);
    if (isThenable(iterator)) return iterator.then((opened) => void (this.#iterator = opened));
    this.#iterator = iterator;
    return undefined;
  }
}
