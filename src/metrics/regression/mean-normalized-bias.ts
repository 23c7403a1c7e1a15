import type { MetricOptions } from '../metric-options';
import { ErrorMetric } from './error-metric';

/**
 * The mean of errors over targets: `mean((y - p) / y)`.
 *
 * Takes predictions p and targets y, `[batch]` or `[batch, 1]`, floating-point, the same shape for both.
 *
 * Source: https://arxiv.org/abs/1809.03006
 *
 * @throws ShapeError from `update` for other or different shapes, and for integers and bool
 * @throws NotComputableError from `update` for a target of 0; where reading tensors is dear (webgl, webgpu) from `compute`
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { MeanNormalizedBias } from 'tfjs-ignite/metrics';
 *
 * const bias = new MeanNormalizedBias();
 * bias.update([[3, 3], [2, 4]]);
 * bias.compute(); // => -0.125
 * ```
 */
export class MeanNormalizedBias extends ErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'MeanNormalizedBias', error: { of: 'signed', over: 'target' }, refusesZeroTargets: true }, options);
  }
}
