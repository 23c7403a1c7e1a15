import type { MetricOptions } from '../metric-options';
import { ErrorMetric } from './error-metric';

/**
 * Absolute errors over the larger of prediction and target, added up: `sum(abs(y - p) / (max(p, y) + 1e-30))`.
 *
 * Takes predictions p and targets y, `[batch]` or `[batch, 1]`, floating-point, the same shape for both. The value is a sum: 0 before the first example, and
 * grows with their number. Where both are negative, so is the term.
 *
 * Source: https://arxiv.org/abs/1809.03006
 *
 * @throws ShapeError from `update` for other or different shapes, and for integers and bool
 *
 * @example
 * ```ts
 * import { WaveHedgesDistance } from 'tfjs-ignite/metrics';
 *
 * const distance = new WaveHedgesDistance();
 * distance.update([[1, 3], [2, 4]]);
 * distance.compute(); // => 0.75
 * ```
 */
export class WaveHedgesDistance extends ErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'WaveHedgesDistance', error: { of: 'absolute', over: 'larger', plus: 1e-30 }, value: 'sum' }, options);
  }
}
