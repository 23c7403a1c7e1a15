import type { MetricsLambda } from '../metric';
import type { IgnoreIndexOptions } from './class-sums';
import type { ConfusionMatrix } from './confusion-matrix';
import { IoU } from './iou';

/**
 * Makes the Jaccard index of each class from a confusion matrix, another name of `IoU`: `hits / (targets + predictions - hits + 1e-15)`.
 *
 * Takes what the matrix takes. The value is an array of `numClasses` numbers, one less with `ignoreIndex`.
 *
 * Source: https://en.wikipedia.org/wiki/Jaccard_index
 *
 * @param cm its `average` is null or 'samples'
 * @throws OptionError for what is no such matrix, and for an `ignoreIndex` that is no class of it
 *
 * @example
 * ```ts
 * import { ConfusionMatrix, JaccardIndex } from 'tfjs-ignite/metrics';
 *
 * const metric = JaccardIndex(new ConfusionMatrix({ numClasses: 2 }), { ignoreIndex: 0 });
 * metric.update([[[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], [0, 1, 1]]);
 * (await metric.compute()).map((index) => index.toFixed(2)); // => [ '0.50' ]
 * ```
 */
export function JaccardIndex(cm: ConfusionMatrix, options: IgnoreIndexOptions = {}): MetricsLambda<readonly number[]> {
  return IoU(cm, options);
}
