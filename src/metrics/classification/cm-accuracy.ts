import type { MetricsLambda } from '../metric';
import { sumOf } from '../value-arithmetic';
import { checkMatrix, classSums, share } from './class-sums';
import type { ConfusionMatrix } from './confusion-matrix';

/**
 * Makes the accuracy from a confusion matrix: `hits / (examples + 1e-15)`, both summed over the classes.
 *
 * Takes what the matrix takes; targets that it ignores are no examples.
 *
 * Source: https://en.wikipedia.org/wiki/Confusion_matrix
 *
 * @throws OptionError for what is no confusion matrix
 *
 * @example
 * ```ts
 * import { ConfusionMatrix, cmAccuracy } from 'tfjs-ignite/metrics';
 *
 * const metric = cmAccuracy(new ConfusionMatrix({ numClasses: 2 }));
 * metric.update([[[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], [0, 1, 1]]);
 * (await metric.compute()).toFixed(2); // => '0.67'
 * ```
 */
export function cmAccuracy(cm: ConfusionMatrix): MetricsLambda<number> {
  checkMatrix('cmAccuracy', cm);
  return cm.map((matrix) => share(sumOf(classSums(matrix).map(({ hits }) => hits)), sumOf(matrix)));
}
