import type { MetricsLambda } from '../metric';
import type { IgnoreIndexOptions } from './class-sums';
import type { ConfusionMatrix } from './confusion-matrix';
import { IoU } from './iou';

/**
 * Makes the mean of `IoU` over the classes of a confusion matrix, in segmentation known as mIoU.
 *
 * Takes what the matrix takes. A class that neither occurs nor is predicted counts with 0; `ignoreIndex` leaves one class out.
 *
 * Source: https://en.wikipedia.org/wiki/Jaccard_index
 *
 * @param cm its `average` is null or 'samples'
 * @throws OptionError for what is no such matrix, and for an `ignoreIndex` that is no class of it
 *
 * @example
 * ```ts
 * import { ConfusionMatrix, meanIoU } from 'tfjs-ignite/metrics';
 *
 * const metric = meanIoU(new ConfusionMatrix({ numClasses: 2 }));
 * metric.update([[[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], [0, 1, 1]]);
 * (await metric.compute()).toFixed(2); // => '0.50'
 * ```
 */
export function meanIoU(cm: ConfusionMatrix, options: IgnoreIndexOptions = {}): MetricsLambda<number> {
  return IoU(cm, options).mean();
}
