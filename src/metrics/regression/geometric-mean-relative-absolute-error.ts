import type { MetricOptions } from '../metric-options';
import { EveryErrorMetric, geometricMean } from './every-error-metric';
import { checkVectors } from './pair-inputs';

/**
 * The geometric mean of absolute errors over the targets' distances from their mean: `exp(mean(log(abs(y - p) / abs(y - mean(y)))))`.
 *
 * Takes predictions p and targets y, `[batch]` or `[batch, 1]`, floating-point, the same shape for both. Keeps everything; on webgl
 * and webgpu that is device memory until the first `compute`.
 *
 * Source: https://arxiv.org/abs/1809.03006
 *
 * @throws ShapeError from `update` for other or different shapes, and for integers and bool
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { GeometricMeanRelativeAbsoluteError } from 'tfjs-ignite/metrics';
 *
 * const error = new GeometricMeanRelativeAbsoluteError();
 * error.update([[3, 5], [1, 3]]);
 * error.compute(); // => 2
 * ```
 */
export class GeometricMeanRelativeAbsoluteError extends EveryErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'GeometricMeanRelativeAbsoluteError', error: 'relative', check: checkVectors, summary: geometricMean }, options);
  }
}
