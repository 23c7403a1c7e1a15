import { SkipSample } from '../errors';
import { isThenable } from '../internal';
import type { MaybePromise } from '../internal';
import type { Collate } from './collate';
import type { Dataset } from './dataset';

/** Where a consumer stands: epoch, counted from 0, and the number of its samples that were handed out. */
export interface Cursor {
  epoch: number;
  position: number;
}

/** What a pass over one epoch needs. */
export interface BatchPlan<T, Batch> {
  readonly dataset: Dataset<T>;
  readonly order: ArrayLike<number>;
  /** Moved forward as batches are handed out. */
  readonly cursor: Cursor;
  readonly collate: Collate<T, Batch>;
  /** Asked for each batch anew, since it may be changed between two. */
  readonly batchSize: () => number;
  readonly dropLast: boolean;
  /** Batches read ahead of the consumer. */
  readonly prefetch: number;
  /** Samples being read at the same time. */
  readonly concurrency: number;
}

interface Fetched<T> {
  readonly end: number;
  readonly samples: readonly T[];
  readonly indices: readonly number[];
  /** The first error, in the order of the samples. */
  readonly failure?: { readonly error: unknown };
}

/**
 * Hands out the batches of an epoch from the cursor on.
 *
 * Only samples are read ahead; a batch is collated when it is asked for, so that no tensor exists that nobody was given.
 * A dataset that answers at once is read on demand, without a turn of the event loop.
 */
export async function* batchStream<T, Batch>(plan: BatchPlan<T, Batch>): AsyncGenerator<Batch, void, undefined> {
  const { cursor } = plan;
  const fetcher = new Fetcher(plan);
  const ahead: Promise<Fetched<T>>[] = [];
  try {
    for (;;) {
      let next = ahead.shift() ?? fetcher.fetch();
      if (next === undefined) return;
      if (isThenable(next)) {
        while (ahead.length < plan.prefetch) {
          const later = fetcher.fetch();
          if (later === undefined) break;
          ahead.push(Promise.resolve(later));
        }
        next = await next;
      }
      if (next.failure !== undefined) throw next.failure.error;
      if (next.samples.length > 0) {
        const batch = plan.collate(next.samples, next.indices);
        const ready = isThenable(batch) ? await batch : batch;
        cursor.position = next.end;
        yield ready;
      } else {
        cursor.position = next.end;
      }
    }
  } finally {
    fetcher.stop();
    await Promise.all(ahead);
  }
}

/** Reads the samples of one batch after the other, at most `concurrency` at the same time. */
class Fetcher<T, Batch> {
  readonly #plan: BatchPlan<T, Batch>;
  readonly #waiting: (() => void)[] = [];
  #start: number;
  #running = 0;
  #stopped = false;

  constructor(plan: BatchPlan<T, Batch>) {
    this.#plan = plan;
    this.#start = plan.cursor.position;
  }

  /** No further sample is read; those being read come to their end. */
  stop(): void {
    this.#stopped = true;
    for (const resume of this.#waiting.splice(0)) resume();
  }

  /** Samples of the next batch, or `undefined` at the end of the epoch. Never rejects. */
  fetch(): MaybePromise<Fetched<T>> | undefined {
    const { order, batchSize, dropLast } = this.#plan;
    const start = this.#start;
    const end = Math.min(start + batchSize(), order.length);
    if (start >= order.length || (dropLast && end - start < batchSize())) return undefined;
    this.#start = end;
    const outcomes: Outcome<T>[] = [];
    const pending: Promise<void>[] = [];
    for (let at = start; at < end; at++) {
      const index = order[at] ?? 0;
      const outcome = this.#running < this.#plan.concurrency ? this.#read(index) : this.#readLater(index);
      if (outcome instanceof Promise) {
        const slot = at - start;
        pending.push(
          outcome.then((value) => {
            outcomes[slot] = value;
          }),
        );
      } else {
        outcomes[at - start] = outcome;
        if (outcome.kind === 'failure') break;
      }
    }
    if (pending.length === 0) return gather(outcomes, end);
    return Promise.all(pending).then(() => gather(outcomes, end));
  }

  #read(index: number): MaybePromise<Outcome<T>> {
    try {
      const sample = this.#plan.dataset.get(index);
      if (!isThenable(sample)) return { kind: 'sample', sample, index };
      this.#running++;
      return this.#settle(sample, index);
    } catch (error) {
      return fault(error);
    }
  }

  async #settle(sample: PromiseLike<T>, index: number): Promise<Outcome<T>> {
    try {
      return { kind: 'sample', sample: await sample, index };
    } catch (error) {
      return fault(error);
    } finally {
      this.#leave();
    }
  }

  /** Waits for a place, which whoever leaves hands over, so that nobody takes it in between. */
  async #readLater(index: number): Promise<Outcome<T>> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#stopped) return { kind: 'skipped' };
    this.#running--;
    const outcome = this.#read(index);
    if (!(outcome instanceof Promise)) {
      this.#running++;
      this.#leave();
    }
    return outcome;
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running--;
    else next();
  }
}

type Outcome<T> = { kind: 'sample'; sample: T; index: number } | { kind: 'skipped' } | { kind: 'failure'; error: unknown };

function fault(error: unknown): { kind: 'skipped' } | { kind: 'failure'; error: unknown } {
  return error instanceof SkipSample ? { kind: 'skipped' } : { kind: 'failure', error };
}

function gather<T>(outcomes: readonly Outcome<T>[], end: number): Fetched<T> {
  const samples: T[] = [];
  const indices: number[] = [];
  for (const outcome of outcomes) {
    if (outcome.kind === 'failure') return { end, samples, indices, failure: { error: outcome.error } };
    if (outcome.kind === 'sample') {
      samples.push(outcome.sample);
      indices.push(outcome.index);
    }
  }
  return { end, samples, indices };
}
