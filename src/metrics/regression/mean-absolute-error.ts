import type { MetricOptions } from '../metric-options';
import { ErrorMetric } from './error-metric';
import { checkSameSize } from './pair-inputs';

/**
 * The mean of the absolute errors: `sum(abs(y - p)) / rows`.
 *
 * Takes predictions and targets with as many elements, targets `[batch, ...]`; floats or integers. With several columns the sum over all
 * elements is divided by the number of rows.
 *
 * Source: https://en.wikipedia.org/wiki/Mean_absolute_error
 *
 * @throws ShapeError from `update` for different numbers of elements, targets without a batch axis, and bool
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { MeanAbsoluteError } from 'tfjs-ignite/metrics';
 *
 * const error = new MeanAbsoluteError();
 * error.update([[1, 2, 3, 4], [1.5, 2, 2.5, 5]]);
 * error.compute(); // => 0.5
 * ```
 */
export class MeanAbsoluteError extends ErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'MeanAbsoluteError', error: { of: 'absolute' }, check: checkSameSize }, options);
  }
}
