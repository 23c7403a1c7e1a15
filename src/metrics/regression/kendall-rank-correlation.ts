import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { AllRows, EpochPairsOptions } from '../epoch-pairs';
import { EpochPairs } from '../epoch-pairs';
import { metricOptionShape } from '../metric-options';
import { predictionAndTarget } from '../output';
import type { KendallVariant } from './kendall-tau';
import { kendallTau } from './kendall-tau';
import { checkVectors } from './pair-inputs';

/** Options of `KendallRankCorrelation`. */
export interface KendallRankCorrelationOptions extends EpochPairsOptions {
  /** `'b'` makes up for equal values, `'c'` for different numbers of distinct values too. @default 'b' */
  readonly variant?: KendallVariant;
}

const schema = z.strictObject({ ...metricOptionShape, checkComputeFn: z._default(z.boolean(), false), variant: z._default(z.enum(['b', 'c']), 'b') });

/**
 * How well the order of the predictions fits that of the targets, told from pairs of examples: P pairs stand in the same order on both sides, Q in
 * opposite order, T are equal in the predictions only and U in the targets only.
 *
 * - tau-b: `(P - Q) / sqrt((P + Q + T) * (P + Q + U))`
 * - tau-c: `2 * (P - Q) / (n ** 2 * (m - 1) / m)` of n examples, m the smaller number of distinct values
 *
 * From -1 to 1; NaN where one of them does not vary, and when some value is NaN.
 *
 * Takes predictions and targets `[batch]` or `[batch, 1]`, floating-point, the same shape for both. Keeps everything; on webgl and webgpu that is
 * device memory until the first `compute`, which takes O(n log n).
 *
 * Source: https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.kendalltau.html
 *
 * @throws ShapeError from `update` for other or different shapes, and for integers and bool
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { KendallRankCorrelation } from 'tfjs-ignite/metrics';
 *
 * const correlation = new KendallRankCorrelation();
 * correlation.update([[1, 2, 3, 4, 5], [1, 3, 2, 4, 5]]);
 * correlation.compute(); // => 0.8
 * ```
 */
export class KendallRankCorrelation extends EpochPairs<number> {
  /** Which tau. */
  readonly variant: KendallVariant;

  constructor(options: KendallRankCorrelationOptions = {}) {
    const owner = 'KendallRankCorrelation';
    const { variant, ...common } = parseOptions(owner, schema, options);
    super({ owner, keys: predictionAndTarget, check: (yPred, y) => checkVectors(owner, yPred, y) }, common);
    this.variant = variant;
  }

  protected evaluatePairs(yPred: AllRows, y: AllRows): number {
    return kendallTau(yPred.data, y.data, this.variant);
  }
}
