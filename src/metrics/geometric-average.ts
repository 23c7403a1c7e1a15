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

const logarithm = {
  onHost(element: number): number {
    if (element < 0) throw new ShapeError({ owner: 'GeometricAverage', expected: 'no negative values', got: element });
    return Math.log(element);
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
