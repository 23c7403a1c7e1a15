import { NotComputableError } from '../../errors';
import type { MetricOptions } from '../metric-options';
import { parseMetricOptions } from '../metric-options';
import { MomentsMetric } from './moments-metric';
import type { PairMoments } from './pair-moments';

/**
 * The share of the targets' variance that predictions explain: `1 - sum((y - p) ** 2) / sum((y - mean(y)) ** 2)`, at most 1.
 *
 * Takes predictions p and targets y, `[batch]` or `[batch, 1]`, floating-point, the same shape for both. What it takes is gathered batch by batch
 * without losing it to a large mean.
 *
 * Source: https://en.wikipedia.org/wiki/Coefficient_of_determination
 *
 * @throws ShapeError from `update` for other or different shapes, and for integers and bool
 * @throws NotComputableError from `compute` before the first example, and when all targets are equal
 *
 * @example
 * ```ts
 * import { R2Score } from 'tfjs-ignite/metrics';
 *
 * const score = new R2Score();
 * score.update([[0, 0, 2, 1], [0, 0, 2, 2]]);
 * score.compute(); // => 0.75
 * ```
 */
export class R2Score extends MomentsMetric {
  constructor(options: MetricOptions = {}) {
    super('R2Score', parseMetricOptions('R2Score', options));
  }

  protected evaluateMoments({ count, meanP, meanY, pp, yy, py }: PairMoments): number {
    if (yy === 0) throw new NotComputableError({ owner: 'R2Score', expected: 'targets that are not all equal', mend: 'Without variance there is nothing to explain; give it more targets.' });
    const squaredErrors = pp + yy - 2 * py + count * (meanY - meanP) ** 2;
    return 1 - squaredErrors / yy;
  }
}
