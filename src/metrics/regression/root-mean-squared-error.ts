import type { MetricOptions } from '../metric-options';
import { ErrorMetric } from './error-metric';
import { checkSameSize } from './pair-inputs';

/**
 * The square root of the mean of the squared errors: `sqrt(sum((y - p) ** 2) / rows)`.
 *
 * Takes predictions and targets with as many elements, targets `[batch, ...]`; floats or integers. With several columns the sum over all
 * elements is divided by the number of rows.
 *
 * Source: https://en.wikipedia.org/wiki/Root_mean_square_deviation
 *
 * @throws ShapeError from `update` for different numbers of elements, targets without a batch axis, and bool
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { RootMeanSquaredError } from 'tfjs-ignite/metrics';
 *
 * const error = new RootMeanSquaredError();
 * error.update([[1, 2], [2, 9]]);
 * error.compute(); // => 5
 * ```
 */
export class RootMeanSquaredError extends ErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'RootMeanSquaredError', error: { of: 'squared' }, finish: Math.sqrt, check: checkSameSize }, options);
  }
}
