import * as z from 'zod/mini';
import type { StateDict, StateTree } from '../contracts';
import { CheckpointError, DataError, OptionError } from '../errors';
import { parseOptions } from '../internal';
import { batchStream } from './batch-stream';
import type { Cursor } from './batch-stream';
import { collate } from './collate';
import type { Collate, LabelledBatch, LabelledSample } from './collate';
import type { Dataset } from './dataset';
import { RandomSampler, SequentialSampler } from './samplers';
import type { Sampler } from './samplers';

/** Options of `DataLoader`. */
export interface DataLoaderOptions {
  /** Samples a batch, from 1 up. @default 1 */
  readonly batchSize?: number;
  /** Whether every epoch has its own random order. @default false */
  readonly shuffle?: boolean;
  /** Seed of the orders with `shuffle`. @default 0 */
  readonly seed?: number;
  /** Whether a last batch with fewer samples is left out. @default false */
  readonly dropLast?: boolean;
  /** Batches whose samples are read ahead, from 0 up, where the dataset answers with promises. @default 2 */
  readonly prefetch?: number;
  /** Samples that are read at the same time, from 1 up. @default 8 */
  readonly concurrency?: number;
  /** Which samples an epoch has, and in which order; excludes `shuffle` and `seed`. */
  readonly sampler?: Sampler;
}

/** Options of `DataLoader` with a function of one's own that makes a batch of samples. */
export interface CollatingDataLoaderOptions<T, Batch> extends DataLoaderOptions {
  readonly collate: Collate<T, Batch>;
}

const samplerSchema = z.custom<Sampler>(
  (value: unknown) => typeof value === 'object' && value !== null && 'indices' in value && typeof value.indices === 'function' && 'length' in value,
  'an object with length and indices(epoch)',
);

const batchSizeSchema = z.int().check(z.minimum(1));

const schema = z.strictObject({
  batchSize: z._default(batchSizeSchema, 1),
  shuffle: z._default(z.boolean(), false),
  seed: z.optional(z.int()),
  dropLast: z._default(z.boolean(), false),
  prefetch: z._default(z.int().check(z.minimum(0)), 2),
  concurrency: z._default(z.int().check(z.minimum(1)), 8),
  sampler: z.optional(samplerSchema),
  collate: z.optional(z.custom<Collate<never, unknown>>((value) => typeof value === 'function', 'a function')),
});

const stateSchema = z.strictObject({
  epoch: z.int().check(z.minimum(0)),
  position: z.int().check(z.minimum(0)),
  samples: z.int(),
});

/**
 * Batches of a dataset, one epoch per iteration.
 *
 * Iterating (`for await`, or an engine's `run`) hands out the batches of one epoch; the next iteration is the next epoch,
 * also when the one before was left early. The order of an epoch is a function of the seed and the epoch's number alone.
 * Whoever iterates owns the batches: an engine disposes them, a loop of one's own has to do it itself.
 *
 * By default a sample is `[x, y]` and a batch `[x, y]` too, as tensors (see `collate`): images float32 [n, h, w, 3],
 * class numbers int32 [n].
 *
 * `stateDict()` says where the consumer stands; batches that were read ahead but not handed out do not count. After
 * `loadStateDict` the next iteration goes on there. Loaders that are iterated in turn, such as one for training and one
 * for evaluation on the same data, should be two objects, so that each counts its own epochs.
 *
 * A sample whose `get` throws `SkipSample` is left out and makes its batch smaller; a batch of which nothing is left is
 * not handed out. Any other error ends the iteration with that error.
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import { arrayDataset, DataLoader } from 'tfjs-ignite/data';
 *
 * const dataset = arrayDataset([[[0, 1], 0], [[2, 3], 1], [[4, 5], 0]] as [number[], number][]);
 * const loader = new DataLoader(dataset, { batchSize: 2 });
 * const shapes: number[][] = [];
 * for await (const [x, y] of loader) {
 *   shapes.push(x.shape);
 *   x.dispose();
 *   y.dispose();
 * }
 * shapes; // => [ [ 2, 2 ], [ 1, 2 ] ]
 * loader.length; // => 2
 * ```
 */
export class DataLoader<T, Batch = LabelledBatch> implements AsyncIterable<Batch>, StateDict {
  readonly dataset: Dataset<T>;
  readonly sampler: Sampler;
  readonly dropLast: boolean;
  /** Tells an engine that the tensors of the batches are its own to dispose. */
  readonly ownsBatches = true;
  readonly #collate: Collate<T, Batch>;
  readonly #prefetch: number;
  readonly #concurrency: number;
  #batchSize: number;
  #cursor: Cursor = { epoch: 0, position: 0 };
  /** Whether the next iteration begins at the cursor instead of in the epoch after it. */
  #startsAtCursor = true;

  /**
   * @throws OptionError for an option that is not as documented
   * @throws DataError when an epoch would have no batch
   */
  constructor(dataset: Dataset<T & LabelledSample>, options?: DataLoaderOptions);
  constructor(dataset: Dataset<T>, options: CollatingDataLoaderOptions<T, Batch>);
  constructor(dataset: Dataset<T>, options: DataLoaderOptions | CollatingDataLoaderOptions<T, Batch> = {}) {
    const parsed = parseOptions('DataLoader', schema, options);
    if (parsed.sampler !== undefined && (parsed.shuffle || parsed.seed !== undefined)) {
      throw new OptionError({ owner: 'DataLoader.sampler', expected: 'no shuffle and no seed beside it', mend: 'Let the sampler shuffle.' });
    }
    this.dataset = dataset;
    this.sampler =
      parsed.sampler ?? (parsed.shuffle ? new RandomSampler(dataset.length, { seed: parsed.seed ?? 0 }) : new SequentialSampler(dataset.length));
    this.dropLast = parsed.dropLast;
    this.#batchSize = parsed.batchSize;
    this.#prefetch = parsed.prefetch;
    this.#concurrency = parsed.concurrency;
    // The overloads see to it that samples and batches are of the default kind where no function is given.
    this.#collate = (parsed.collate ?? collate) as unknown as Collate<T, Batch>;
    if (this.length === 0) {
      throw new DataError({
        owner: 'DataLoader',
        expected: this.dropLast ? `at least ${this.#batchSize} samples, since dropLast leaves out smaller batches` : 'at least one sample',
        got: this.sampler.length,
      });
    }
  }

  /** Batches an epoch. */
  get length(): number {
    const batches = this.sampler.length / this.#batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  /** Samples a batch; a change counts from the next batch on that was not yet read ahead. */
  get batchSize(): number {
    return this.#batchSize;
  }

  set batchSize(size: number) {
    this.#batchSize = parseOptions('DataLoader.batchSize', batchSizeSchema, size);
  }

  [Symbol.asyncIterator](): AsyncGenerator<Batch, void, undefined> {
    const cursor = this.#nextCursor();
    this.#cursor = cursor;
    this.#startsAtCursor = false;
    return batchStream({
      dataset: this.dataset,
      order: this.sampler.indices(cursor.epoch),
      cursor,
      collate: this.#collate,
      batchSize: () => this.#batchSize,
      dropLast: this.dropLast,
      prefetch: this.#prefetch,
      concurrency: this.#concurrency,
    });
  }

  /** Where the consumer of the newest iteration stands. */
  stateDict(): StateTree {
    return { epoch: this.#cursor.epoch, position: this.#cursor.position, samples: this.sampler.length };
  }

  /** @throws CheckpointError when the state is none of a loader's, or of one over another number of samples */
  loadStateDict(state: StateTree): void {
    const result = z.safeParse(stateSchema, state);
    if (!result.success) {
      throw new CheckpointError({ owner: 'DataLoader.loadStateDict', expected: 'epoch, position and samples, integers from 0 up', got: state });
    }
    const { epoch, position, samples } = result.data;
    if (samples !== this.sampler.length || position > samples) {
      throw new CheckpointError({
        owner: 'DataLoader.loadStateDict',
        expected: `a state over ${this.sampler.length} samples`,
        got: samples,
        mend: 'Resume with the data that the checkpoint was made with.',
      });
    }
    this.#cursor = { epoch, position };
    this.#startsAtCursor = true;
  }

  #nextCursor(): Cursor {
    const { epoch, position } = this.#cursor;
    if (!this.#startsAtCursor) return { epoch: epoch + 1, position: 0 };
    const left = this.sampler.length - position;
    return left === 0 || (this.dropLast && left < this.#batchSize) ? { epoch: epoch + 1, position: 0 } : { epoch, position };
  }
}
