import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../../errors';
import type { ScalarAccumulator, Totals } from '../accumulators';
import { scalar } from '../accumulators';
import type { Shaped } from '../epoch-pairs';
import type { MetricOptions } from '../metric-options';
import { parseMetricOptions } from '../metric-options';
import { largestError } from './pair-error';
import { checkVectors } from './pair-inputs';
import { PairMetric } from './pair-metric';

type MaximumState = { readonly largest: ScalarAccumulator; readonly examples: ScalarAccumulator };

/**
 * The largest absolute error: `max(abs(y - p))`.
 *
 * Takes predictions p and targets y, `[batch]` or `[batch, 1]`, floating-point, the same shape for both. NaN as soon as one error is.
 *
 * Source: https://arxiv.org/abs/1809.03006
 *
 * @throws ShapeError from `update` for other or different shapes, an empty batch, and for integers and bool
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { MaximumAbsoluteError } from 'tfjs-ignite/metrics';
 *
 * const error = new MaximumAbsoluteError();
 * error.update([[1, 2, 3, 4], [1.5, 2, 2.5, 5]]);
 * error.compute(); // => 1
 * ```
 */
export class MaximumAbsoluteError extends PairMetric<MaximumState> {
  protected readonly accumulators: MaximumState = { largest: scalar('max'), examples: scalar() };

  constructor(options: MetricOptions = {}) {
    super('MaximumAbsoluteError', checkExamples, parseMetricOptions('MaximumAbsoluteError', options));
  }

  protected take(yPred: ArrayLike<number>, y: ArrayLike<number>, examples: number): void {
    this.accumulators.largest.add(largestError({ of: 'absolute' }, yPred, y));
    this.accumulators.examples.add(examples);
  }

  protected takeOnDevice(yPred: tf.Tensor, y: tf.Tensor, examples: number): void {
    this.accumulators.largest.add(tf.max(tf.abs(tf.sub(y, yPred))));
    this.accumulators.examples.add(examples);
  }

  protected evaluate({ largest, examples }: Totals<MaximumState>): number {
    this.requireExamples(examples);
    return largest;
  }
}

function checkExamples(owner: string, yPred: Shaped, y: Shaped): void {
  checkVectors(owner, yPred, y);
  if (y.shape[0] === 0) throw new ShapeError({ owner, expected: 'at least one example', got: { shape: y.shape } });
}
