import { parseOptions } from '../../internal';
import type { EpochPairsOptions } from '../epoch-pairs';
import { epochPairsSchema } from '../metric-options';
import { predictionAndTarget } from '../output';
import type { LabelPair } from './label-pairs';
import { LabelPairs, marginals } from './label-pairs';

/** Options of `MatthewsCorrCoef`. */
export type MatthewsCorrCoefOptions = EpochPairsOptions;

/**
 * The correlation of predicted and true labels: `(c n - sum(t p)) / sqrt((n² - sum(p²)) (n² - sum(t²)))`, of `n` examples `c` right ones, and each class's number
 * of targets `t` and of predictions `p`; 0 where there is one class only in either.
 *
 * Takes whole numbers `[batch]` as labels, or scores `[batch, classes]` with targets `[batch]` or `[batch, classes]` (the largest one is the label; `[batch, 1]` is taken as
 * `[batch]`), any dtype. Two numbers are kept for each example.
 *
 * Source: https://en.wikipedia.org/wiki/Phi_coefficient
 *
 * @throws ShapeError from `update` for other shapes, another kind of inputs than before, and labels that are no whole numbers; from `compute` for targets `[batch, classes]`
 *   with predictions `[batch]` (from the first `update` with `checkComputeFn`). Where reading tensors is dear (webgl, webgpu) labels are checked by `compute`
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { MatthewsCorrCoef } from 'tfjs-ignite/metrics';
 *
 * const correlation = new MatthewsCorrCoef();
 * correlation.update([[1, 1, 1, -1], [1, -1, 1, 1]]);
 * (await correlation.compute()).toFixed(2); // => '-0.33'
 * ```
 */
export class MatthewsCorrCoef extends LabelPairs {
  constructor(options: MatthewsCorrCoefOptions = {}) {
    super(
      { owner: 'MatthewsCorrCoef', keys: predictionAndTarget, numClasses: null, takesScores: true, labels: 'whole numbers as labels', labelOf },
      parseOptions('MatthewsCorrCoef', epochPairsSchema, options),
    );
  }

  protected evaluatePairs(pairs: readonly LabelPair[], examples: number): number {
    const { targets, predictions } = marginals(pairs);
    const right = pairs.reduce((sum, { target, prediction, count }) => sum + (target === prediction ? count : 0), 0);
    const together = sumOver(targets, (label, count) => count * (predictions.get(label) ?? 0));
    const spread = (counts: ReadonlyMap<number, number>): number => examples ** 2 - sumOver(counts, (_, count) => count ** 2);
    const product = spread(targets) * spread(predictions);
    return product === 0 ? 0 : (right * examples - together) / Math.sqrt(product);
  }
}

function labelOf(value: number): number {
  return Number.isInteger(value) ? value : NaN;
}

function sumOver(counts: ReadonlyMap<number, number>, term: (label: number, count: number) => number): number {
  let sum = 0;
  for (const [label, count] of counts) sum += term(label, count);
  return sum;
}
