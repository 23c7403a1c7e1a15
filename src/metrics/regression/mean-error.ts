import type { MetricOptions } from '../metric-options';
import { ErrorMetric } from './error-metric';

/**
 * The mean of the errors with their signs: `mean(y - p)`.
 *
 * Takes predictions p and targets y, `[batch]` or `[batch, 1]`, floating-point, the same shape for both. Positive where predictions are too small.
 *
 * Source: https://arxiv.org/abs/1809.03006
 *
 * @throws ShapeError from `update` for other or different shapes, and for integers and bool
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { MeanError } from 'tfjs-ignite/metrics';
 *
 * const error = new MeanError();
 * error.update([[1, 2, 3, 4], [1.5, 2, 2.5, 5]]);
 * error.compute(); // => 0.25
 * ```
 */
export class MeanError extends ErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'MeanError', error: { of: 'signed' } }, options);
  }
}
