import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen, isHostTensor, parseOptions } from '../internal';
import { isTensor, readScalar, readsAreCopies, refuseLabelsFirst } from '../tensor';
import type { ScalarAccumulator, Totals } from './accumulators';
import { scalar } from './accumulators';
import { Metric } from './metric';
import type { MetricOptions } from './metric-options';
import { checkFunction, functionSchema, metricOptionShape } from './metric-options';
import { asTensor } from './numbers';
import { isMapping } from './result';

/** A loss over a batch: `(yPred, y)` and perhaps options, to its mean. Arguments are typed by the function that is passed. */
export type MetricLossFunction = (yPred: never, y: never, options: never) => tf.Tensor | number;

/** Options of `Loss`. */
export interface LossOptions extends MetricOptions {
  /** How many examples the batch has, by which its loss is weighted; gets `y` as the loss does. @default the first dimension, or the length of a list */
  batchSize?(y: unknown): number;
}

type LossState = { readonly sum: ScalarAccumulator; readonly examples: ScalarAccumulator };

const schema = z.strictObject({ ...metricOptionShape, batchSize: z.optional(functionSchema<(y: unknown) => number>('a function')) });

/**
 * The mean of a loss over all examples: `sum(loss(batch) * size(batch)) / sum(size(batch))`, for a loss that is the mean over a batch.
 *
 * Takes `[yPred, y]` or `[yPred, y, options]`, of an output with named entries `yPred`, `y` and, when it is there, `criterionKwargs`, which
 * is handed to the loss as its third argument. Plain and typed arrays reach the loss as tensors: float32 predictions, and targets int32 when they
 * are whole numbers without a dtype.
 *
 * @throws OptionError from the constructor for what is not a function, and for the functions of `tf.losses`, which take the labels first
 * @throws ShapeError from `update` when the loss is not one number, or the batch has no size
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { Loss } from 'tfjs-ignite';
 *
 * const squared = (yPred: tf.Tensor, y: tf.Tensor) => tf.mean(tf.squaredDifference(yPred, y));
 * const loss = new Loss(squared);
 * loss.update([tf.tensor1d([1, 2, 3, 4]), tf.tensor1d([1, 2, 3, 6])]);
 * loss.update([tf.tensor1d([4]), tf.tensor1d([8])]);
 * loss.compute(); // => 4
 * ```
 */
export class Loss extends Metric<number, readonly [yPred: unknown, y: unknown, options?: unknown], LossState> {
  protected readonly accumulators: LossState = { sum: scalar(), examples: scalar() };
  readonly #lossFn: (yPred: unknown, y: unknown, options?: unknown) => unknown;
  readonly #batchSize: (y: unknown) => number;

  constructor(lossFn: MetricLossFunction, options: LossOptions = {}) {
    const { batchSize, ...common } = parseOptions('Loss', schema, options);
    super({ owner: 'Loss', keys: { required: ['yPred', 'y'], optional: ['criterionKwargs'] } }, common);
    checkFunction('Loss.lossFn', lossFn);
    refuseLabelsFirst('Loss.lossFn', lossFn);
    // What the function takes is between it and the data; what it gives is checked.
    this.#lossFn = lossFn as (yPred: unknown, y: unknown, options?: unknown) => unknown;
    this.#batchSize = batchSize ?? defaultSize;
  }

  update([yPred, y, options]: readonly [yPred: unknown, y: unknown, options?: unknown]): MaybePromise<void> {
    let examples = 0;
    const loss = tf.tidy(() => {
      const targets = forLoss(y, 'int32');
      examples = this.#examplesIn(targets);
      const more = options === undefined ? [] : [forOptions(options)];
      const mean = checked(this.#lossFn(forLoss(yPred, 'float32'), targets, ...more));
      return typeof mean === 'number' || readsAreCopies() ? mean : tf.mul(mean, examples);
    });
    if (typeof loss === 'number') {
      this.#take(loss * examples, examples);
    } else if (readsAreCopies()) {
      const mean = readScalar(loss);
      loss.dispose();
      return andThen(mean, (value) => this.#take(value * examples, examples));
    } else {
      this.#take(loss, examples);
      loss.dispose();
    }
  }

  #examplesIn(targets: unknown): number {
    const examples = this.#batchSize(targets);
    if (Number.isFinite(examples) && examples >= 0) return examples;
    throw new ShapeError({ owner: 'Loss.batchSize', expected: 'the number of examples in the batch', got: examples });
  }

  #take(sum: number | tf.Tensor, examples: number): void {
    this.accumulators.sum.add(sum);
    this.accumulators.examples.add(examples);
  }

  protected evaluate({ sum, examples }: Totals<LossState>): number {
    this.requireExamples(examples);
    return sum / examples;
  }
}

/** What a loss gave, when it is one number. */
function checked(loss: unknown): number | tf.Tensor {
  if (typeof loss === 'number' || (isTensor(loss) && loss.rank === 0)) return loss;
  throw new ShapeError({ owner: 'Loss.lossFn', expected: 'one number for the batch', got: loss, mend: 'Have the loss take the mean over the batch.' });
}

/** Tensors as they are, arrays of numbers as tensors, lists and objects of them entry by entry. */
function forLoss(value: unknown, wholeNumbers: 'float32' | 'int32'): unknown {
  if (isTensor(value) || (isMapping(value) && !isHostTensor(value))) return value;
  if (Array.isArray(value) && value.some((entry) => isTensor(entry) || isHostTensor(entry) || ArrayBuffer.isView(entry))) {
    return value.map((entry) => forLoss(entry, wholeNumbers));
  }
  const tensor = asTensor(value, 'Loss');
  return wholeNumbers === 'int32' && isWholeNumbers(value) ? tf.cast(tensor, 'int32') : tensor;
}

/** The loss's options, with tensors in plain memory as tensors. */
function forOptions(options: unknown): unknown {
  if (!isMapping(options)) return options;
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, isHostTensor(value) ? asTensor(value, 'Loss') : value]));
}

/** Whether plain arrays, which do not say what they hold, hold whole numbers only. */
function isWholeNumbers(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isWholeNumbers) : Number.isInteger(value);
}

function defaultSize(y: unknown): number {
  if (Array.isArray(y)) return y.length;
  return isTensor(y) ? y.shape[0] : NaN;
}
