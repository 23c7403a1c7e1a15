import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import { MomentsMetric } from './moments-metric';
import type { PairMoments } from './pair-moments';

/** Options of `PearsonCorrelation`. */
export interface PearsonCorrelationOptions extends MetricOptions {
  /** What the product of the standard deviations is at least, by which the covariance is divided; not negative. @default 1e-8 */
  readonly eps?: number;
}

const schema = z.strictObject({ ...metricOptionShape, eps: z._default(z.number().check(z.nonnegative()), 1e-8) });

/**
 * How close predictions and targets are to a line: `cov(p, y) / max(std(p) * std(y), eps)`, from -1 to 1; 0 where one of them does not vary.
 *
 * Takes predictions p and targets y, `[batch]` or `[batch, 1]`, floating-point, the same shape for both. Variances and covariance are those of the
 * whole population, and are gathered batch by batch without losing them to a large mean.
 *
 * Source: https://en.wikipedia.org/wiki/Pearson_correlation_coefficient
 *
 * @throws ShapeError from `update` for other or different shapes, and for integers and bool
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { PearsonCorrelation } from 'tfjs-ignite/metrics';
 *
 * const correlation = new PearsonCorrelation();
 * correlation.update([[1, 2], [2, 1]]);
 * correlation.update([[3, 4], [4, 3]]);
 * correlation.compute(); // => 0.6
 * ```
 */
export class PearsonCorrelation extends MomentsMetric {
  /** What the product of the standard deviations is at least. */
  readonly eps: number;

  constructor(options: PearsonCorrelationOptions = {}) {
    const { eps, ...common } = parseOptions('PearsonCorrelation', schema, options);
    super('PearsonCorrelation', common);
    this.eps = eps;
  }

  protected evaluateMoments({ count, pp, yy, py }: PairMoments): number {
    return py / count / Math.max(Math.sqrt((pp / count) * (yy / count)), this.eps);
  }
}
