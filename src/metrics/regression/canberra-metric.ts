import type { MetricOptions } from '../metric-options';
import { ErrorMetric } from './error-metric';

/**
 * Absolute errors over magnitudes, added up: `sum(abs(y - p) / (abs(p) + abs(y) + 1e-15))`.
 *
 * Takes predictions p and targets y, `[batch]` or `[batch, 1]`, floating-point, the same shape for both. The value is a sum: 0 before the first example, and
 * larger for more examples.
 *
 * Source: https://en.wikipedia.org/wiki/Canberra_distance
 *
 * @throws ShapeError from `update` for other or different shapes, and for integers and bool
 *
 * @example
 * ```ts
 * import { CanberraMetric } from 'tfjs-ignite/metrics';
 *
 * const distance = new CanberraMetric();
 * distance.update([[10, 30], [30, 10]]);
 * distance.compute(); // => 1
 * ```
 */
export class CanberraMetric extends ErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'CanberraMetric', error: { of: 'absolute', over: 'magnitudes', plus: 1e-15 }, value: 'sum' }, options);
  }
}
