import type { MetricOptions } from '../metric-options';
import { EveryErrorMetric, median } from './every-error-metric';
import { checkSameSize } from './pair-inputs';

/**
 * The median of absolute errors over the targets' distances from their mean: `median(abs(y - p) / abs(y - mean(y)))`, of an even number of them the
 * mean of the middle two.
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
 * import { MedianRelativeAbsoluteError } from 'tfjs-ignite/metrics';
 *
 * const error = new MedianRelativeAbsoluteError();
 * error.update([[2, 4, 4], [1, 3, 5]]);
 * error.compute(); // => 0.5
 * ```
 */
export class MedianRelativeAbsoluteError extends EveryErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'MedianRelativeAbsoluteError', error: 'relative', check: checkSameSize, summary: median }, options);
  }
}
