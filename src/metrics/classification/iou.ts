import type { MetricsLambda } from '../metric';
import type { ClassSums, IgnoreIndexOptions } from './class-sums';
import { checkUniform, eachClass, share } from './class-sums';
import type { ConfusionMatrix } from './confusion-matrix';

/**
 * Makes intersection over union of each class from a confusion matrix: `hits / (targets + predictions - hits + 1e-15)`.
 *
 * Takes what the matrix takes. The value is an array of `numClasses` numbers, one less with `ignoreIndex`; a class that neither occurs nor is
 * predicted has 0.
 *
 * Source: https://en.wikipedia.org/wiki/Jaccard_index
 *
 * @param cm its `average` is null or 'samples'
 * @throws OptionError for what is no such matrix, and for an `ignoreIndex` that is no class of it
 *
 * @example
 * ```ts
 * import { ConfusionMatrix, IoU } from 'tfjs-ignite/metrics';
 *
 * const metric = IoU(new ConfusionMatrix({ numClasses: 2 }));
 * metric.update([[[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], [0, 1, 1]]);
 * (await metric.compute()).map((iou) => iou.toFixed(2)); // => [ '0.50', '0.50' ]
 * ```
 */
export function IoU(cm: ConfusionMatrix, options: IgnoreIndexOptions = {}): MetricsLambda<readonly number[]> {
  checkUniform('IoU', cm);
  return eachClass('IoU', cm, intersectionOverUnion, options);
}

function intersectionOverUnion({ hits, targets, predictions }: ClassSums): number {
  return share(hits, targets + predictions - hits);
}
