import type { MetricsLambda } from '../metric';
import type { ClassSums, IgnoreIndexOptions } from './class-sums';
import { eachClass, share } from './class-sums';
import type { ConfusionMatrix } from './confusion-matrix';

/**
 * Makes the Dice coefficient of each class from a confusion matrix: `2 hits / (targets + predictions + 1e-15)`.
 *
 * Takes what the matrix takes. The value is an array of `numClasses` numbers, one less with `ignoreIndex`; a class that neither occurs nor is
 * predicted has 0.
 *
 * Source: https://en.wikipedia.org/wiki/Dice_coefficient
 *
 * @throws OptionError for what is no confusion matrix, and for an `ignoreIndex` that is no class of it
 *
 * @example
 * ```ts
 * import { ConfusionMatrix, DiceCoefficient } from 'tfjs-ignite/metrics';
 *
 * const metric = DiceCoefficient(new ConfusionMatrix({ numClasses: 2 }));
 * metric.update([[[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], [0, 1, 1]]);
 * (await metric.compute()).map((dice) => dice.toFixed(2)); // => [ '0.67', '0.67' ]
 * ```
 */
export function DiceCoefficient(cm: ConfusionMatrix, options: IgnoreIndexOptions = {}): MetricsLambda<readonly number[]> {
  return eachClass('DiceCoefficient', cm, dice, options);
}

function dice({ hits, targets, predictions }: ClassSums): number {
  return share(2 * hits, targets + predictions);
}
