import type { MetricOptions } from '../metric-options';
import { EveryErrorMetric, median } from './every-error-metric';
import { checkSameSize } from './pair-inputs';

/**
 * The median of the absolute errors: `median(abs(y - p))`, of an even number of them the mean of the middle two.
 *
 * Takes predictions p and targets y, `[batch]` or `[batch, columns]`, floats or integers; every element counts. Keeps everything; on webgl and
 * webgpu that is device memory until the first `compute`.
 *
 * Source: https://arxiv.org/abs/1809.03006
 *
 * @throws ShapeError from `update` for other ranks, different numbers of examples or elements, bool, and another shape or dtype than before
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { MedianAbsoluteError } from 'tfjs-ignite/metrics';
 *
 * const error = new MedianAbsoluteError();
 * error.update([[1, 2, 3, 4], [1.5, 2, 2.5, 5]]);
 * error.compute(); // => 0.5
 * ```
 */
export class MedianAbsoluteError extends EveryErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'MedianAbsoluteError', error: { of: 'absolute' }, check: checkSameSize, summary: median }, options);
  }
}
