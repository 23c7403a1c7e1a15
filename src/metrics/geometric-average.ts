import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors';
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

type GeometricAverageState = { readonly logs: ArrayAccumulator; readonly examples: ScalarAccumulator };

/** Below it a product has fewer digits than its factors. */
const SMALLEST = 2 ** -1022;

const logarithm = {
  sumRows(data: ArrayLike<number>, sums: Float64Array): void {
    const width = sums.length;
    // The logarithm of a product costs as much as that of a factor: rows go in pairs.
    for (let start = 0; start < data.length; start += 2 * width) {
      const end = Math.min(width, data.length - start);
      for (let column = 0; column < end; column++) {
        const first = data[start + column] ?? NaN;
        const second = data[start + width + column] ?? 1;
        if (first < 0 || second < 0) throw new ShapeError({ owner: 'GeometricAverage', expected: 'no negative values', got: Math.min(first, second) });
        const product = first * second;
        const isSafe = product > SMALLEST && product < Infinity;
        sums[column] = (sums[column] ?? 0) + (isSafe ? Math.log(product) : Math.log(first) + Math.log(second));
      }
    }
  },
  onDevice: (values: tf.Tensor) => tf.log(values),
};

/**
 * The geometric mean of the outputs: `exp(sum(log x) / n)`.
 *
 * Takes what `Average` takes, without negative values; one zero makes the mean 0.
 *
 * Source: https://en.wikipedia.org/wiki/Geometric_mean
 *
 * @throws ShapeError from `update` for what is neither a number nor a tensor, for another shape than before, and for negative values (where reading
 *   tensors is dear, those make the result NaN)
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { GeometricAverage } from 'tfjs-ignite';
 *
 * const average = new GeometricAverage();
 * average.update(1);
 * average.update(4);
 * average.compute(); // => 2
 * ```
 */
export class GeometricAverage extends Metric<NestedNumbers, SampleInput, GeometricAverageState> {
  protected readonly accumulators: GeometricAverageState = { logs: array(), examples: scalar() };

  constructor(options: MetricOptions = {}) {
    super({ owner: 'GeometricAverage', keys: null }, parseMetricOptions('GeometricAverage', options));
  }

  update(output: SampleInput): MaybePromise<void> {
    const { logs, examples } = this.accumulators;
    return andThen(addSamples(logs, output, logarithm, 'GeometricAverage'), (count) => examples.add(count));
  }

  protected evaluate({ logs, examples }: Totals<GeometricAverageState>): NestedNumbers {
    this.requireExamples(examples);
    return logs === null ? NaN : nested({ shape: logs.shape, data: logs.data.map((sum) => Math.exp(sum / examples)) });
  }
}
