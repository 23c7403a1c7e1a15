import type { MetricOptions } from '../metric-options';
import { ErrorMetric } from './error-metric';

/**
 * Absolute errors, added up: `sum(abs(y - p))`.
 *
 * Takes predictions p and targets y, `[batch]` or `[batch, 1]`, floating-point, the same shape for both. The value is a sum: 0 before the first example, and
 * larger for more examples.
 *
 * Source: https://en.wikipedia.org/wiki/Taxicab_geometry
 *
 * @throws ShapeError from `update` for other or different shapes, and for integers and bool
 *
 * @example
 * ```ts
 * import { ManhattanDistance } from 'tfjs-ignite/metrics';
 *
 * const distance = new ManhattanDistance();
 * distance.update([[1, 2, 3, 4], [1.5, 2, 2.5, 5]]);
 * distance.compute(); // => 2
 * ```
 */
export class ManhattanDistance extends ErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'ManhattanDistance', error: { of: 'absolute' }, value: 'sum' }, options);
  }
}
