import type { MetricOptions } from '../metric-options';
import { ErrorMetric } from './error-metric';

/**
 * The mean of absolute errors over magnitudes: `mean(2 * abs(y - p) / (abs(p) + abs(y)))`, between 0 and 2.
 *
 * Takes predictions p and targets y, `[batch]` or `[batch, 1]`, floating-point, the same shape for both. NaN where both are 0.
 *
 * Source: https://arxiv.org/abs/1809.03006
 *
 * @throws ShapeError from `update` for other or different shapes, and for integers and bool
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { FractionalAbsoluteError } from 'tfjs-ignite/metrics';
 *
 * const error = new FractionalAbsoluteError();
 * error.update([[1, 3, 2, 2], [3, 1, 2, 2]]);
 * error.compute(); // => 0.5
 * ```
 */
export class FractionalAbsoluteError extends ErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'FractionalAbsoluteError', error: { of: 'absolute', over: 'magnitudes' }, finish: (mean) => 2 * mean }, options);
  }
}
