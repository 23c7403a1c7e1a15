import type { MetricOptions } from '../metric-options';
import { ErrorMetric } from './error-metric';

/**
 * The mean of absolute errors over the targets' magnitudes: `mean(abs(y - p) / abs(y))`.
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
 * import { MeanAbsoluteRelativeError } from 'tfjs-ignite/metrics';
 *
 * const error = new MeanAbsoluteRelativeError();
 * error.update([[1, 3], [2, 4]]);
 * error.compute(); // => 0.375
 * ```
 */
export class MeanAbsoluteRelativeError extends ErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'MeanAbsoluteRelativeError', error: { of: 'absolute', over: 'targetMagnitude' }, refusesZeroTargets: true }, options);
  }
}
