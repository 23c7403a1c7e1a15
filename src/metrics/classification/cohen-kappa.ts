import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { EpochPairsOptions } from '../epoch-pairs';
import { epochPairsSchema, metricOptionShape } from '../metric-options';
import { predictionAndTarget } from '../output';
import type { LabelPair } from './label-pairs';
import { LabelPairs, marginals } from './label-pairs';

/** Options of `CohenKappa`. */
export interface CohenKappaOptions extends EpochPairsOptions {
  /** How much a wrong label weighs: all the same, by its distance from the right one, or by the square of that. @default null */
  readonly weights?: 'linear' | 'quadratic' | null;
  /** How many classes there are, at least 2; null: as many as the largest label says. @default null */
  readonly numClasses?: number | null;
}

const schema = z.strictObject({
  ...metricOptionShape,
  checkComputeFn: epochPairsSchema.shape.checkComputeFn,
  weights: z._default(z.nullable(z.enum(['linear', 'quadratic'])), null),
  numClasses: z._default(z.nullable(z.int().check(z.gte(2))), null),
});

/** Keeps agreement by chance alone from being divided by. */
const EPSILON = 1e-9;

/**
 * How far two labellings agree beyond chance: `(po - pe) / max(1 - pe, 1e-9)`, the share `po` that agrees and the share `pe` that would by chance.
 *
 * With `weights` a pair of labels `i`, `j` disagrees by `|i - j| / (classes - 1)`, or its square.
 *
 * Takes labels `[batch]` or `[batch, 1]` of any dtype, from 0 on; fractions are cut off. With `numClasses` targets outside `[0, numClasses)` are ignored and memory is
 * that of a confusion matrix. Without, two numbers are kept for each example; the number of classes, which matters for the weights, is that of the largest label and 1.
 * Where only one label occurs the value is 0; it is NaN when that is label 0, with weights and without `numClasses`.
 *
 * Source: https://en.wikipedia.org/wiki/Cohen%27s_kappa
 *
 * @throws ShapeError from `update` for other shapes, another kind of inputs than before, and labels that are negative or, with `numClasses`, too large; from `compute`
 *   for `[batch, columns]` without `numClasses` (from the first `update` with `checkComputeFn`). Where reading tensors is dear (webgl, webgpu) labels are checked by `compute`
 * @throws NotComputableError from `compute` before the first example that counts
 *
 * @example
 * ```ts
 * import { CohenKappa } from 'tfjs-ignite/metrics';
 *
 * const kappa = new CohenKappa({ weights: 'linear' });
 * kappa.update([[0, 1, 2, 2], [0, 1, 1, 2]]);
 * (await kappa.compute()).toFixed(3); // => '0.714'
 * ```
 */
export class CohenKappa extends LabelPairs {
  readonly #weights: 'linear' | 'quadratic' | null;
  readonly #numClasses: number | null;

  constructor(options: CohenKappaOptions = {}) {
    const { weights, numClasses, ...common } = parseOptions('CohenKappa', schema, options);
    super({ owner: 'CohenKappa', keys: predictionAndTarget, numClasses, takesScores: false, labels: 'labels from 0 on', labelOf }, common);
    this.#weights = weights;
    this.#numClasses = numClasses;
  }

  protected evaluatePairs(pairs: readonly LabelPair[], examples: number): number {
    const { targets, predictions } = marginals(pairs);
    const largest = this.#numClasses === null ? pairs.reduce((max, { target, prediction }) => Math.max(max, target, prediction), 0) : this.#numClasses - 1;
    const disagreement = this.#disagreement(largest);
    let [found, byChance] = [0, 0];
    for (const { target, prediction, count } of pairs) found += disagreement(target, prediction) * count;
    for (const [target, rows] of targets) for (const [prediction, columns] of predictions) byChance += (disagreement(target, prediction) * (rows * columns)) / examples;
    const [observed, expected] = [1 - found / examples, 1 - byChance / examples];
    return (observed - expected) / Math.max(1 - expected, EPSILON);
  }

  #disagreement(largest: number): (target: number, prediction: number) => number {
    switch (this.#weights) {
      case null:
        return (target, prediction) => (target === prediction ? 0 : 1);
      case 'linear':
        return (target, prediction) => Math.abs(target - prediction) / largest;
      case 'quadratic':
        return (target, prediction) => ((target - prediction) / largest) ** 2;
    }
  }
}

function labelOf(value: number): number {
  const label = Math.trunc(value);
  return label >= 0 ? label : NaN;
}
