import type { MetricOptions } from '../metric-options';
import { ErrorMetric } from './error-metric';
import { checkSameSize } from './pair-inputs';

/**
 * The mean of the squared errors: `sum((y - p) ** 2) / rows`.
 *
 * Takes predictions and targets with as many elements, targets `[batch, ...]`; floats or integers. With several columns the sum over all
 * elements is divided by the number of rows.
 *
 * Source: https://en.wikipedia.org/wiki/Mean_squared_error
 *
 * @throws ShapeError from `update` for different numbers of elements, targets without a batch axis, and bool
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { MeanSquaredError } from 'tfjs-ignite/metrics';
 *
 * const error = new MeanSquaredError();
 * error.update([[[1, 2], [3, 4]], [[1, 2], [3, 6]]]);
 * error.compute(); // => 2
 * ```
 */
export class MeanSquaredError extends ErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'MeanSquaredError', error: { of: 'squared' }, check: checkSameSize }, options);
  }
}
