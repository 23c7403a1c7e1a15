import type { MetricsLambda } from '../metric';
import type { ClassMeanOptions } from './class-sums';
import { meanOfClasses, share } from './class-sums';
import type { ConfusionMatrix } from './confusion-matrix';

/**
 * Makes precision from a confusion matrix, the share of the predictions of each class that are right: `hits / (predictions + 1e-15)`.
 *
 * Takes what the matrix takes. The value is the mean over the classes, or with `average: false` an array of `numClasses` numbers; a class without a
 * prediction has 0.
 *
 * Source: https://en.wikipedia.org/wiki/Precision_and_recall
 *
 * @throws OptionError for what is no confusion matrix
 *
 * @example
 * ```ts
 * import { ConfusionMatrix, cmPrecision } from 'tfjs-ignite/metrics';
 *
 * const metric = cmPrecision(new ConfusionMatrix({ numClasses: 2 }));
 * metric.update([[[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], [0, 1, 1]]);
 * (await metric.compute()).toFixed(2); // => '0.75'
 * ```
 */
export function cmPrecision<const Averaged extends boolean = true>(
  cm: ConfusionMatrix,
  options: ClassMeanOptions<Averaged> = {},
): MetricsLambda<Averaged extends true ? number : readonly number[]> {
  return meanOfClasses('cmPrecision', cm, ({ hits, predictions }) => share(hits, predictions), options);
}
