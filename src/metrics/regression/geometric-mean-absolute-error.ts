import type { MetricOptions } from '../metric-options';
import { ErrorMetric } from './error-metric';

/**
 * The geometric mean of the absolute errors: `exp(mean(log(abs(y - p))))`.
 *
 * Takes predictions p and targets y, `[batch]` or `[batch, 1]`, floating-point, the same shape for both. 0 as soon as one prediction is exact.
 *
 * Source: https://arxiv.org/abs/1809.03006
 *
 * @throws ShapeError from `update` for other or different shapes, and for integers and bool
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { GeometricMeanAbsoluteError } from 'tfjs-ignite/metrics';
 *
 * const error = new GeometricMeanAbsoluteError();
 * error.update([[1, 2], [2, 6]]);
 * error.compute(); // => 2
 * ```
 */
export class GeometricMeanAbsoluteError extends ErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'GeometricMeanAbsoluteError', error: { of: 'logarithmic' }, finish: Math.exp }, options);
  }
}
