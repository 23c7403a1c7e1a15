import type { MetricOptions } from '../metric-options';
import { EveryErrorMetric, median } from './every-error-metric';
import { checkSameSize } from './pair-inputs';

/**
 * The median of absolute errors in per cent of the targets: `100 * median(abs(y - p) / abs(y))`, of an even number of them the mean of the middle
 * two.
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
 * import { MedianAbsolutePercentageError } from 'tfjs-ignite/metrics';
 *
 * const error = new MedianAbsolutePercentageError();
 * error.update([[1, 2, 3, 4], [1.25, 2, 2.5, 5]]);
 * error.compute(); // => 20
 * ```
 */
export class MedianAbsolutePercentageError extends EveryErrorMetric {
  constructor(options: MetricOptions = {}) {
    super({ owner: 'MedianAbsolutePercentageError', error: { of: 'absolute', over: 'targetMagnitude' }, check: checkSameSize, summary: (errors) => 100 * median(errors) }, options);
  }
}
