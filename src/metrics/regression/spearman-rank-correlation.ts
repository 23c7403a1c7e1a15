import { parseOptions } from '../../internal';
import type { AllRows, EpochPairsOptions } from '../epoch-pairs';
import { EpochPairs } from '../epoch-pairs';
import { epochPairsSchema } from '../metric-options';
import { predictionAndTarget } from '../output';
import { checkVectors } from './pair-inputs';
import { momentsOf, sumsOf } from './pair-moments';
import { averageRanks, hasNaN } from './ranks';

/**
 * How well the order of the predictions fits that of the targets: the Pearson correlation of their ranks, equal values sharing the mean of theirs. From
 * -1 to 1; NaN where one of them does not vary, and when some value is NaN.
 *
 * Takes predictions and targets `[batch]` or `[batch, 1]`, floating-point, the same shape for both. Keeps everything; on webgl and webgpu that is
 * device memory until the first `compute`.
 *
 * Source: https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.spearmanr.html
 *
 * @throws ShapeError from `update` for other or different shapes, and for integers and bool
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { SpearmanRankCorrelation } from 'tfjs-ignite/metrics';
 *
 * const correlation = new SpearmanRankCorrelation();
 * correlation.update([[1, 2, 3, 40], [2, 1, 4, 3]]);
 * correlation.compute(); // => 0.6
 * ```
 */
export class SpearmanRankCorrelation extends EpochPairs<number> {
  constructor(options: EpochPairsOptions = {}) {
    const owner = 'SpearmanRankCorrelation';
    super({ owner, keys: predictionAndTarget, check: (yPred, y) => checkVectors(owner, yPred, y) }, parseOptions(owner, epochPairsSchema, options));
  }

  protected evaluatePairs(yPred: AllRows, y: AllRows): number {
    if (hasNaN(yPred.data) || hasNaN(y.data)) return NaN;
    const { pp, yy, py } = momentsOf(sumsOf(averageRanks(yPred.data).ofEach, averageRanks(y.data).ofEach));
    return Math.max(-1, Math.min(1, py / Math.sqrt(pp * yy)));
  }
}
