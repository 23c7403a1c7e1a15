import type { MetricsLambda } from '../metric';
import type { ClassMeanOptions } from './class-sums';
import { meanOfClasses, share } from './class-sums';
import type { ConfusionMatrix } from './confusion-matrix';

/**
 * Makes recall from a confusion matrix, the share of the targets of each class that are found: `hits / (targets + 1e-15)`.
 *
 * Takes what the matrix takes. The value is the mean over the classes, or with `average: false` an array of `numClasses` numbers; a class without a
 * target has 0.
 *
 * Source: https://en.wikipedia.org/wiki/Precision_and_recall
 *
 * @throws OptionError for what is no confusion matrix
 *
 * @example
 * ```ts
 * import { ConfusionMatrix, cmRecall } from 'tfjs-ignite/metrics';
 *
 * const metric = cmRecall(new ConfusionMatrix({ numClasses: 2 }));
 * metric.update([[[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], [0, 1, 1]]);
 * (await metric.compute()).toFixed(2); // => '0.75'
 * ```
 */
export function cmRecall<const Averaged extends boolean = true>(
  cm: ConfusionMatrix,
  options: ClassMeanOptions<Averaged> = {},
): MetricsLambda<Averaged extends true ? number : readonly number[]> {
  return meanOfClasses('cmRecall', cm, ({ hits, targets }) => share(hits, targets), options);
}
