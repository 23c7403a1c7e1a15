import * as tf from '@tensorflow/tfjs-core';
import type { MaybePromise } from '../internal';
import { andThen } from '../internal';
import type { ArrayAccumulator, ScalarAccumulator, Totals } from './accumulators';
import { array, scalar } from './accumulators';
import { Metric } from './metric';
import type { MetricOptions } from './metric-options';
import { parseMetricOptions } from './metric-options';
import type { NestedNumbers } from './numbers';
import { nested } from './numbers';
import type { SampleInput } from './sample-total';
import { addSamples } from './sample-total';

type AverageState = { readonly total: ArrayAccumulator; readonly examples: ScalarAccumulator };

const identity = {
  sumRows(data: ArrayLike<number>, sums: Float64Array): void {
    for (let start = 0; start < data.length; start += sums.length) {
      for (let column = 0; column < sums.length; column++) sums[column] = (sums[column] ?? 0) + (data[start + column] ?? NaN);
    }
  },
  onDevice: (values: tf.Tensor) => tf.clone(values),
};

/**
 * The mean of the outputs: `sum(x) / n`.
 *
 * A number, a scalar or a vector is one example (vectors give a vector); a tensor with more dimensions is as many as its first dimension, over
 * which it is averaged. Any dtype; every output of the same shape but for that first dimension.
 *
 * Source: https://en.wikipedia.org/wiki/Arithmetic_mean
 *
 * @throws ShapeError from `update` for what is neither a number nor a tensor, and for another shape than before
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { Average } from 'tfjs-ignite';
 *
 * const average = new Average();
 * average.update(1);
 * average.update(4);
 * average.compute(); // => 2.5
 * ```
 */
export class Average extends Metric<NestedNumbers, SampleInput, AverageState> {
  protected readonly accumulators: AverageState = { total: array(), examples: scalar() };

  constructor(options: MetricOptions = {}) {
    super({ owner: 'Average', keys: null }, parseMetricOptions('Average', options));
  }

  update(output: SampleInput): MaybePromise<void> {
    const { total, examples } = this.accumulators;
    return andThen(addSamples(total, output, identity, 'Average'), (count) => examples.add(count));
  }

  protected evaluate({ total, examples }: Totals<AverageState>): NestedNumbers {
    this.requireExamples(examples);
    return total === null ? NaN : nested({ shape: total.shape, data: total.data.map((sum) => sum / examples) });
  }
}
