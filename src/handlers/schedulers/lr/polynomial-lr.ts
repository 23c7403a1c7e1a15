import * as z from 'zod/mini';
import { parseOptions } from '../../../internal';
import type { RatedOptimizer } from './lr-schedule';
import { LRSchedule } from './lr-schedule';

const schema = z.strictObject({ totalIters: z._default(z.int().check(z.minimum(0)), 5), power: z._default(z.number(), 1) });

/** Options of {@link PolynomialLR}. */
export interface PolynomialLROptions {
  /** Steps to 0; at least 0. @default 5 */
  readonly totalIters?: number;
  /** 1 is a line; above that the rate falls fast first. @default 1 */
  readonly power?: number;
}

/**
 * Leads the learning rate to 0 in `totalIters` steps: `baseLr * (1 - step / totalIters) ** power`.
 *
 * @example
 * ```ts
 * import { LRScheduler, PolynomialLR } from 'tfjs-ignite';
 *
 * const schedule = new PolynomialLR({ paramGroups: [{ lr: 1 }] }, { totalIters: 2 });
 * LRScheduler.simulateValues(4, schedule); // => [ [ 0, 1 ], [ 1, 0.5 ], [ 2, 0 ], [ 3, 0 ] ]
 * ```
 */
export class PolynomialLR extends LRSchedule {
  constructor(optimizer: RatedOptimizer, options: PolynomialLROptions = {}) {
    const { totalIters, power } = parseOptions('PolynomialLR', schema, options);
    super('PolynomialLR', optimizer, {
      rate: ({ lr, epoch }) => (epoch > totalIters ? lr : lr * ((1 - epoch / totalIters) / (1 - (epoch - 1) / totalIters)) ** power),
      settings: { totalIters, power },
    });
  }
}
