import type { MetricOptions } from '../metric-options';
import { ErrorMetric } from './error-metric';

/**
 * The mean of errors over sums: `mean(2 * (y - p) / (p + y + 1e-30))`.
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
 * import { FractionalBias } from 'tfjs-ignite/metrics';
 *
 * const bias = new FractionalBias();
 * bias.update([[1, 2], [3, 2]]);
 * bias.compute(); // => 0.5
 * ```
 */
export class FractionalBias extends ErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'FractionalBias', error: { of: 'signed', over: 'sum', plus: 1e-30 }, finish: (mean) => 2 * mean }, options);
  }
}
