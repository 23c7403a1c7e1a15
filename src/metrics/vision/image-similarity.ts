import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen } from '../../internal';
import { formatShape, sameShape, tensorDType } from '../../tensor';
import type { ScalarAccumulator, Totals } from '../accumulators';
import { scalar } from '../accumulators';
import type { Shaped } from '../epoch-pairs';
import { Metric } from '../metric';
import type { ParsedMetricOptions } from '../metric-options';
import type { ArrayInput } from '../numbers';
import { asTensor, isOnDevice, readAll } from '../numbers';
import { predictionAndTarget } from '../output';

/** How two batches of images of one shape are compared; either way gives the sum over the images. */
export interface Comparison {
  onHost(yPred: ArrayLike<number>, y: ArrayLike<number>): number;
  /** Within `tf.tidy`, of float32 tensors; gives a scalar. */
  onDevice(yPred: tf.Tensor, y: tf.Tensor): tf.Tensor;
}

type SimilarityState = { readonly sum: ScalarAccumulator; readonly examples: ScalarAccumulator };

/** Base of the metrics that compare images pair by pair and give the mean over the images. */
export abstract class ImageSimilarity extends Metric<number, readonly [ArrayInput, ArrayInput], SimilarityState> {
  protected readonly accumulators: SimilarityState = { sum: scalar(), examples: scalar() };

  constructor(owner: string, options: ParsedMetricOptions) {
    super({ owner, keys: predictionAndTarget }, options);
  }

  /**
   * How images of this shape are compared.
   *
   * @throws ShapeError for shapes that are not taken
   */
  protected abstract comparisonOf(shape: readonly number[]): Comparison;

  update(output: readonly [ArrayInput, ArrayInput]): MaybePromise<void> {
    const [yPred, y] = output;
    if (isOnDevice(yPred, y)) {
      tf.tidy(() => {
        const tensors = [asTensor(yPred, `${this.owner}.yPred`), asTensor(y, `${this.owner}.y`)] as const;
        const comparison = this.#checked(described(yPred, tensors[0]), described(y, tensors[1]));
        this.#take(tensors[0].shape, () => comparison.onDevice(tf.cast(tensors[0], 'float32'), tf.cast(tensors[1], 'float32')));
      });
      return;
    }
    return andThen(readAll([yPred, y], this.owner), ([predictions, targets]) => {
      const comparison = this.#checked(predictions, targets);
      this.#take(predictions.shape, () => comparison.onHost(predictions.data, targets.data));
    });
  }

  #checked(yPred: Shaped, y: Shaped): Comparison {
    const { owner } = this;
    if (!sameShape(yPred.shape, y.shape)) {
      throw new ShapeError({ owner, expected: `y of yPred's shape ${formatShape(yPred.shape)}`, got: { shape: y.shape } });
    }
    const [kind, other] = [kindOf(yPred, owner), kindOf(y, owner)];
    if (kind !== 'number' && other !== 'number' && kind !== other) {
      throw new ShapeError({ owner, expected: `y of yPred's dtype ${yPred.dtype}`, got: y.dtype, mend: 'Scale bytes to the range of the other images, or cast both to one dtype.' });
    }
    return this.comparisonOf(yPred.shape);
  }

  #take([batch = 0]: readonly number[], sum: () => number | tf.Tensor): void {
    // Not every kernel takes a tensor without elements.
    if (batch > 0) this.accumulators.sum.add(sum());
    this.accumulators.examples.add(batch);
  }

  protected evaluate({ sum, examples }: Totals<SimilarityState>): number {
    this.requireExamples(examples);
    return sum / examples;
  }
}

/** A tensor as what it was made from: plain arrays do not say what they hold. */
function described(input: ArrayInput, { shape, dtype }: tf.Tensor): Shaped {
  return { shape, dtype: Array.isArray(input) ? 'number' : dtype };
}

/** What a dtype is on the device, where there are fewer of them. */
function kindOf({ dtype }: Shaped, owner: string): 'number' | ReturnType<typeof tensorDType> {
  if (dtype === 'number') return dtype;
  if (dtype === 'string' || dtype === 'complex64') throw new ShapeError({ owner, expected: 'images of real numbers', got: dtype });
  return tensorDType(dtype);
}
